using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

internal static class IdentityResultExtensions
{
    /// <summary>Whether somebody else changed the account at the same time and came first.</summary>
    public static bool IsLostRace(this IdentityResult result) =>
        result.Errors.Any(error => error.Code == nameof(IdentityErrorDescriber.ConcurrencyFailure));

    /// <summary>
    /// For changes whose input this service made itself: a failure is a bug or a lost race, not bad input.
    /// </summary>
    public static void ThrowIfFailed(this IdentityResult result)
    {
        if (!result.Succeeded)
        {
            var problems = string.Join(' ', result.Errors.Select(error => error.Description));
            throw new InvalidOperationException($"The account could not be saved: {problems}");
        }
    }
}
