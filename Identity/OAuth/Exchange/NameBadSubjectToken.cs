using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>
/// RFC 8693, section 2.2.2: a subject token that is expired, revoked, or of somebody else is <c>invalid_request</c>,
/// where OpenIddict says <c>invalid_grant</c>.
/// </summary>
internal sealed class NameBadSubjectToken : IOpenIddictServerHandler<ApplyTokenResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyTokenResponseContext>()
            .UseSingletonHandler<NameBadSubjectToken>()
            .SetOrder(OpenIddictServerHandlers.Exchange.NormalizeErrorResponse.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ApplyTokenResponseContext context)
    {
        if (context.Request?.IsTokenExchangeGrantType() is true && context.Response.Error == Errors.InvalidGrant)
            context.Response.Error = Errors.InvalidRequest;
        return default;
    }
}
