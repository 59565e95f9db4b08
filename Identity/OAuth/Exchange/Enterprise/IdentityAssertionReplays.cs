using McpAspire.Identity.Storage;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// Each assertion once, on whatever replica: MCP asks for that, where the draft leaves it open. Without Redis none is
/// accepted.
/// </summary>
internal sealed class IdentityAssertionReplays(SingleUse uses, TimeProvider clock)
{
    /// <summary>Whether this is the first use of the assertion; it is remembered for as long as it is good.</summary>
    public Task<bool> TakeAsync(IdentityAssertion assertion)
    {
        // An issuer of the configuration has no line break, so the two parts cannot be told apart wrongly.
        var name = $"{assertion.TrustedIssuer.Issuer}\n{assertion.Claim(Claims.JwtId)}";
        var left = assertion.Moment(Claims.ExpiresAt)!.Value - clock.GetUtcNow();
        return uses.TakeAsync($"idp:idjag:{Digest.Of(name)}", left + (IdentityAssertionCheck.Skew * 2));
    }
}
