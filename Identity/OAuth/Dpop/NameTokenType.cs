using McpAspire.ServiceDefaults.Dpop;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 5: the answer says that the token is bound, so that the client sends proofs.</summary>
internal sealed class NameTokenType : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseSingletonHandler<NameTokenType>()
            .SetOrder(int.MinValue)
            .Build();

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Response.AccessToken is not null && context.Transaction.Proof() is not null)
            context.Response.TokenType = DpopProof.Scheme;
        return default;
    }
}
