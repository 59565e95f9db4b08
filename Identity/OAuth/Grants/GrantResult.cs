using System.Security.Claims;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Grants;

/// <summary>Claims, or an error of RFC 6749, section 5.2.</summary>
internal sealed record GrantResult(ClaimsPrincipal? Principal, string? Error = null, string? Description = null)
{
    /// <summary>What the audit trail holds, where the client is told something else.</summary>
    public string? Note { get; init; }

    public static GrantResult Of(ClaimsIdentity identity) => new(new ClaimsPrincipal(identity));

    public static GrantResult Invalid(string description) => new(null, Errors.InvalidGrant, description);
}
