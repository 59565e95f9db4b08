namespace McpAspire.Identity.Passkeys;

/// <summary>
/// A challenge on its way to the authenticator and back: for what, for whom, and what ASP.NET Core Identity wants to
/// see again.
/// </summary>
internal sealed record PasskeyCeremony(
    CeremonyKind Kind, string Challenge, string State, DateTimeOffset ExpiresAt, Guid? AccountId = null)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
}
