using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using StackExchange.Redis;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>
/// RFC 7523, section 3, no. 7: each assertion once, on whatever replica. It is spent when its signature is known to be
/// good, so that nobody else can spend it; without Redis none is accepted.
/// </summary>
internal sealed class SpendAssertion(IConnectionMultiplexer redis)
    : IOpenIddictServerHandler<ProcessAuthenticationContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessAuthenticationContext>()
            .UseSingletonHandler<SpendAssertion>()
            .SetOrder(OpenIddictServerHandlers.ValidateClientAssertionIssuer.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ProcessAuthenticationContext context)
    {
        if (context.ClientAssertionPrincipal is not { } assertion)
            return;

        // The two parts cannot be told apart wrongly: an id has no line break, or it is another id.
        var name = $"{assertion.GetClaim("sub")}\n{assertion.GetClaim("jti")}";
        var key = $"idp:assertion:{Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
        var isFirst = await redis.GetDatabase().StringSetAsync(
            key, 1, CheckAssertion.Longest + (CheckAssertion.Skew * 2), When.NotExists);
        if (!isFirst)
            context.Reject(OpenIddictConstants.Errors.InvalidClient, "The client assertion has been used before.");
    }
}
