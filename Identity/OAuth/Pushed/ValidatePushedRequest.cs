using McpAspire.Identity.Clients;
using McpAspire.Identity.OAuth.Refusals;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Pushed;

/// <summary>
/// RFC 9126, section 2.1: a pushed request is checked as it would be at the authorization endpoint, so that the client
/// learns of a mistake before a person sees it.
/// </summary>
internal sealed class ValidatePushedRequest(
    IOpenIddictApplicationManager clients, OwnOrigins own, RequestRules rules)
    : IOpenIddictServerHandler<ValidatePushedAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidatePushedAuthorizationRequestContext>()
            .UseScopedHandler<ValidatePushedRequest>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidatePushedEndpointPermissions.Descriptor.Order - 1)
            .Build();

    public async ValueTask HandleAsync(ValidatePushedAuthorizationRequestContext context)
    {
        if (RequestForm.ProblemOf(context.Request) is { } flaw)
        {
            context.Reject(flaw.Error, flaw.Description);
            return;
        }

        if (string.IsNullOrEmpty(context.Request.RedirectUri))
        {
            context.Reject(Errors.InvalidRequest, "The parameter 'redirect_uri' is required.");
            return;
        }

        if (Uri.TryCreate(context.Request.RedirectUri, UriKind.Absolute, out var address) && own.Contains(address))
        {
            context.Reject(Errors.InvalidRequest, "The 'redirect_uri' leads to this service.");
            return;
        }

        if (await rules.FindProblemAsync(context.Request, context.ClientId, context.CancellationToken) is { } problem)
        {
            context.Reject(problem.Error, problem.Description);
            return;
        }

        await IgnoreOfflineAccess.LeaveOutAsync(
            clients, context.Request, context.ClientId, context.CancellationToken);
    }
}
