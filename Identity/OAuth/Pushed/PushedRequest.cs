using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth.Pushed;

/// <summary>
/// RFC 9126: an authorization request that the client sent by itself, and the browser only refers to. What the browser
/// adds to it is passed over, so it is resumed by the reference alone.
/// </summary>
internal static class PushedRequest
{
    public static bool IsPushed(this OpenIddictRequest request) => !string.IsNullOrEmpty(request.RequestUri);

    public static QueryString QueryOf(OpenIddictRequest request) => QueryString
        .Create(OpenIddictConstants.Parameters.ClientId, request.ClientId ?? string.Empty)
        .Add(OpenIddictConstants.Parameters.RequestUri, request.RequestUri ?? string.Empty);
}
