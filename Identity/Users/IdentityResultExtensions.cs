using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

internal static class IdentityResultExtensions
{
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
