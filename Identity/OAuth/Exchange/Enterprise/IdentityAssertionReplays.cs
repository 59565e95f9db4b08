using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using StackExchange.Redis;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// Each assertion once, on whatever replica: MCP asks for that, where the draft leaves it open. Without Redis none is
/// accepted.
/// </summary>
internal sealed class IdentityAssertionReplays(IConnectionMultiplexer redis, TimeProvider clock)
{
    /// <summary>Whether this is the first use of the assertion; it is remembered for as long as it is good.</summary>
    public Task<bool> TakeAsync(IdentityAssertion assertion)
    {
        // An issuer of the configuration has no line break, so the two parts cannot be told apart wrongly.
        var name = $"{assertion.TrustedIssuer.Issuer}\n{assertion.Claim(Claims.JwtId)}";
        var key = $"idp:idjag:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
        var left = assertion.Moment(Claims.ExpiresAt)!.Value - clock.GetUtcNow();
        return redis.GetDatabase().StringSetAsync(
            key, 1, left + (IdentityAssertionCheck.Skew * 2), When.NotExists);
    }
}
