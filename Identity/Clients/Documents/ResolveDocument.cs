using McpAspire.Identity.OAuth.Assertions;
using McpAspire.Identity.Perimeter;
using Microsoft.AspNetCore;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// The first step of every request that a client of a document can make. Nothing may have looked for the client before:
/// OpenIddict remembers for the rest of a request that there was none.
/// </summary>
internal sealed class ResolveDocument<TContext>(ClientDocuments documents) : IOpenIddictServerHandler<TContext>
    where TContext : BaseValidatingContext
{
    private const int First = int.MinValue + 1;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .UseSingletonHandler<ResolveDocument<TContext>>()
            .SetOrder(First)
            .Build();

    public async ValueTask HandleAsync(TContext context)
    {
        if (context.Transaction.Request is not { } request
            || context.Transaction.GetHttpRequest()?.HttpContext is not { } http)
        {
            return;
        }

        // At the token endpoint the client has what it was granted before; everywhere else it asks for something new.
        var mustBeFresh = context is not ValidateTokenRequestContext;
        var resolution = await documents.ResolveAsync(
            ClientIdOf(request), ClientAddress.Of(http), mustBeFresh, context.CancellationToken);
        if (resolution.Error is not { } error)
            return;

        // In front of a person nobody failed to authenticate: the request names a client that there is not.
        var isPage = context is ValidateAuthorizationRequestContext;
        context.Reject(
            isPage && error == OpenIddictConstants.Errors.InvalidClient
                ? OpenIddictConstants.Errors.InvalidRequest
                : error,
            resolution.Description);
    }

    /// <summary>RFC 7521, section 4.2: a client that brings an assertion may leave its id to that.</summary>
    private static string? ClientIdOf(OpenIddictRequest request)
    {
        if (request.ClientId is { Length: > 0 } id)
            return id;
        if (request.ClientAssertion is not { Length: > 0 and <= CheckAssertion.MaxLength } assertion)
            return null;

        try
        {
            // Who it claims to be; that is proven later.
            return new JsonWebToken(assertion).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
