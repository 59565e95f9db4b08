using McpAspire.Identity.Perimeter;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>
/// RFC 7523, section 3: what has to be right about a client assertion besides its signature, which OpenIddict checks
/// afterwards. It compares audiences by their paths, and knows neither replays nor assertions that are good for years.
/// </summary>
internal sealed class CheckAssertion(PublicOrigin origin, TimeProvider clock)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public const int MaxLength = 8192;
    private const int MaxIdLength = 255;

    /// <summary>How far ahead an assertion may expire. Whoever copies one has that long.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<CheckAssertion>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertion.Descriptor.Order - 1)
            .Build();

    public ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.Request?.ClientAssertion is { Length: > 0 } assertion && FlawOf(assertion) is { } flaw)
            context.Reject(OpenIddictConstants.Errors.InvalidClient, flaw);
        return default;
    }

    private string? FlawOf(string assertion)
    {
        if (assertion.Length > MaxLength || Read(assertion) is not { } token)
            return "The client assertion is not a JSON Web Token.";
        if (!AssertionAlgorithms.All.Contains(token.Alg))
            return "The client assertion is not signed with RS256, PS256 or ES256.";
        // RFC 7523bis adds a type of its own; any other belongs to a token for something else.
        if (token.Typ is { Length: > 0 } type && type is not ("JWT" or "jwt" or "client-authentication+jwt"))
            return "The client assertion has the type of another token.";
        // RFC 7515, section 4.1.11: it must not be accepted without what it says there, and nothing is understood here.
        if (token.TryGetHeaderValue<object>("crit", out _))
            return "The client assertion has a critical header that is not understood.";
        if (token.Issuer is not { Length: > 0 } || token.Issuer != token.Subject)
            return "The client assertion has to name the client in 'iss' and 'sub'.";
        // RFC 7523bis: the issuer alone, whatever the endpoint. The address of an endpoint is what a false server names
        // as its own, in order to be handed assertions for us.
        if (token.Audiences.Count() != 1 || token.Audiences.Single() != origin.Issuer)
            return "The client assertion is for another audience.";
        if (!token.TryGetPayloadValue<string>("jti", out var id) || id is not { Length: > 0 and <= MaxIdLength })
            return "The client assertion needs a 'jti'.";
        return FlawOfTimes(token);
    }

    private string? FlawOfTimes(JsonWebToken token)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (token.ValidTo == DateTime.MinValue)
            return "The client assertion needs an 'exp'.";
        if (token.ValidTo <= now - Skew)
            return "The client assertion has expired.";
        if (token.ValidTo > now + Longest + Skew)
            return "The client assertion is good for more than 5 minutes.";
        return token.ValidFrom > now + Skew || token.IssuedAt > now + Skew
            ? "The client assertion is of the future."
            : null;
    }

    private static JsonWebToken? Read(string assertion)
    {
        try
        {
            return new JsonWebToken(assertion);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
