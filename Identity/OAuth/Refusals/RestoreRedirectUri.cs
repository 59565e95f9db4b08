using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// Sends the errors of a request with a good redirect URI there, with state and issuer, in the query: an error about a
/// response mode that is not served here must not go out in that mode.
/// </summary>
internal sealed class RestoreRedirectUri : IOpenIddictServerHandler<ApplyAuthorizationResponseContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ApplyAuthorizationResponseContext>()
            .UseSingletonHandler<RestoreRedirectUri>()
            .SetOrder(OpenIddictServerHandlers.Authentication.InferResponseMode.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ApplyAuthorizationResponseContext context)
    {
        if (string.IsNullOrEmpty(context.RedirectUri))
            context.RedirectUri = context.Transaction.GetProperty<string>(RememberRedirectUri.Property);
        if (!string.IsNullOrEmpty(context.RedirectUri))
            context.ResponseMode = OpenIddictConstants.ResponseModes.Query;
        return default;
    }
}
