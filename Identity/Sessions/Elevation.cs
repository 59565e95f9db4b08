using System.Security.Claims;

namespace McpAspire.Identity.Sessions;

/// <summary>
/// Whether somebody signed in so recently that they may change factors, passwords or clients. A browser that was left
/// open, or a stolen session, is not enough for that.
/// </summary>
internal static class Elevation
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    public static bool IsElevated(this ClaimsPrincipal principal, TimeProvider clock) =>
        clock.GetUtcNow() - principal.SignedInAt() < Lifetime;
}
