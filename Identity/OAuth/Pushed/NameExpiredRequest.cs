using McpAspire.Identity.OAuth.Refusals;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Pushed;

/// <summary>
/// RFC 9101, section 6.2: a reference that is unknown, used or expired is <c>invalid_request_uri</c>. OpenIddict calls
/// it a token, which it is inside.
/// </summary>
internal sealed class NameExpiredRequest : IOpenIddictServerHandler<ProcessErrorContext>
{
    private const string InvalidRequestUri = "invalid_request_uri";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessErrorContext>()
            .UseSingletonHandler<NameExpiredRequest>()
            .SetOrder(DropErrorUri.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Authorization
            && !string.IsNullOrEmpty(context.Request?.RequestUri)
            && context.Response.Error is OpenIddict.Abstractions.OpenIddictConstants.Errors.InvalidToken)
        {
            context.Response.Error = InvalidRequestUri;
            context.Response.ErrorDescription = "The request is unknown, was used, or has expired. Start anew.";
        }

        return default;
    }
}
