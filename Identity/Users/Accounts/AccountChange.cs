using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>What came of a change: the account, or in words why there is none.</summary>
internal sealed record AccountChange(Account? Account, string? Problem = null)
{
    /// <summary>Told once, to be handed over; only its hash is kept.</summary>
    public string? OneTimePassword { get; init; }

    public static AccountChange Refuse(string problem) => new(null, problem);

    /// <summary>Why nothing was saved, in words for whoever asked for it; null where it was.</summary>
    public static string? ProblemOf(IdentityResult result)
    {
        if (result.Succeeded)
            return null;
        return result.IsLostRace()
            ? AccountAdministration.Changed
            : string.Join(' ', result.Errors.Select(error => error.Description));
    }
}
