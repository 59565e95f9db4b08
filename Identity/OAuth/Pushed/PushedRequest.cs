using System.Diagnostics.CodeAnalysis;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Server.OpenIddictServerEvents;

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

    /// <summary>
    /// When the client sent it. A sign-in since then is the one that the request asked for: its own wish for one cannot
    /// be taken out when it is resumed.
    /// </summary>
    public static bool TryGetMoment(HttpContext context, [NotNullWhen(true)] out DateTimeOffset? pushedAt)
    {
        var transaction = context.Features.Get<OpenIddictServerAspNetCoreFeature>()?.Transaction;
        var authentication = transaction?.GetProperty<ProcessAuthenticationContext>(
            typeof(ProcessAuthenticationContext).FullName!);
        pushedAt = authentication?.RequestTokenPrincipal?.GetCreationDate();
        return pushedAt is not null;
    }
}
