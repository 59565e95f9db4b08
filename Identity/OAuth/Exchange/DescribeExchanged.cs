using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>
/// Tells the client what it got, since that may be less than it asked for (RFC 8693, section 2.2.1, and draft
/// identity-assertion-authz-grant, section 4.4.1).
/// </summary>
internal sealed class DescribeExchanged : IOpenIddictServerHandler<ProcessSignInContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseSingletonHandler<DescribeExchanged>()
            .SetOrder(OpenIddictServerHandlers.AttachSignInParameters.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context)
    {
        if (context.EndpointType is not OpenIddictServerEndpointType.Token
            || !ExchangeGrantTypes.Decides(context.Request)
            || (context.IssuedTokenPrincipal ?? context.AccessTokenPrincipal) is not { } token)
        {
            return default;
        }

        context.Response.Scope = string.Join(' ', token.GetScopes());
        if (context.Request.GrantType == ExchangeGrantTypes.Assertion)
        {
            context.Response[Parameters.Resource] = token.GetAudiences() is [var one]
                ? new OpenIddictParameter(one)
                : new OpenIddictParameter([.. token.GetAudiences().Cast<string?>()]);
        }

        return default;
    }
}
