using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// Sends the errors of a request with a good redirect URI there, with state and issuer, in the mode that was asked for.
/// An error about a mode that is not served goes into the query, and so does one for a program that is called by its
/// scheme: no form can be posted to it.
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
            context.ResponseMode = ModeFor(context.Request, context.RedirectUri);
        return default;
    }

    private static string ModeFor(OpenIddictRequest? request, string redirectUri) => request?.ResponseMode switch
    {
        ResponseModes.Fragment => ResponseModes.Fragment,
        ResponseModes.FormPost when redirectUri.StartsWith("http", StringComparison.OrdinalIgnoreCase) =>
            ResponseModes.FormPost,
        // OAuth 2.0 Multiple Response Types, section 5: where the answer to that type would be looked for.
        null or "" when request is not null && (request.HasResponseType(ResponseTypes.Token)
            || request.HasResponseType(ResponseTypes.IdToken)) => ResponseModes.Fragment,
        _ => ResponseModes.Query,
    };
}
