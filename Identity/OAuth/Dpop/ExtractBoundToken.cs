using McpAspire.ServiceDefaults.Dpop;
using Microsoft.AspNetCore;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 7.1: takes an access token of the scheme DPoP, which OpenIddict does not know.</summary>
internal sealed class ExtractBoundToken : IOpenIddictServerHandler<ExtractUserInfoRequestContext>
{
    private const string Prefix = DpopProof.Scheme + " ";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ExtractUserInfoRequestContext>()
            .UseSingletonHandler<ExtractBoundToken>()
            .SetOrder(int.MaxValue - 1000)
            .Build();

    public ValueTask HandleAsync(ExtractUserInfoRequestContext context)
    {
        if (context.Request is { } request && TokenOf(context.Transaction.GetHttpRequest()) is { } token)
        {
            if (request.AccessToken is null)
                request.AccessToken = token;
            else
                context.Reject("invalid_request", "Send exactly one access token.");
        }

        return default;
    }

    /// <summary>The token of the scheme DPoP, or null for any other credential.</summary>
    public static string? TokenOf(HttpRequest? request) =>
        request?.Headers.Authorization is [{ } value]
        && value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
            ? value[Prefix.Length..]
            : null;
}
