using System.Collections.Frozen;
using McpAspire.Identity.Audit;
using McpAspire.Identity.OAuth.Pushed;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// Records what OpenIddict refuses before any grant of ours sees it: clients that do not prove who they are, and codes
/// and tokens that are spent, foreign or invented. Mere mistakes of form are no sign of an attack and are not recorded.
/// </summary>
internal sealed class RecordRefusal(AuditLog audit) : IOpenIddictServerHandler<ProcessErrorContext>
{
    /// <summary>Set on the transaction by who has recorded the refusal, with more to say.</summary>
    public const string Recorded = "mcpaspire:refusal_recorded";

    private static readonly FrozenSet<string> Suspicious =
        new[] { Errors.InvalidClient, Errors.InvalidGrant, Errors.UnauthorizedClient }.ToFrozenSet();

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessErrorContext>()
            .UseSingletonHandler<RecordRefusal>()
            .SetOrder(NameExpiredRequest.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(ProcessErrorContext context)
    {
        if (context.EndpointType is OpenIddictServerEndpointType.Authorization or OpenIddictServerEndpointType.UserInfo
            || ErrorOf(context) is not { } error || !Suspicious.Contains(error)
            || context.Transaction.Properties.ContainsKey(Recorded))
        {
            return;
        }

        var authentication = context.Transaction.GetProperty<ProcessAuthenticationContext>(
            typeof(ProcessAuthenticationContext).FullName!);
        var subject = (authentication?.RefreshTokenPrincipal ?? authentication?.AuthorizationCodePrincipal)?
            .GetClaim(Claims.Subject);
        await audit.RecordAsync(new AuditEvent(AuditKind.TokenRefused, false)
        {
            AccountId = Guid.TryParse(subject, out var account) ? account : null,
            ClientId = context.Request?.ClientId,
            Method = context.EndpointType is OpenIddictServerEndpointType.Token
                ? context.Request?.GrantType
                : context.EndpointType.ToString(),
            Detail = $"{error}: {context.Response.ErrorDescription}",
        });
    }

    /// <summary>What the client is going to read: to OpenIddict a grant is a token until it answers.</summary>
    private static string? ErrorOf(ProcessErrorContext context) =>
        context.EndpointType is OpenIddictServerEndpointType.Token && context.Response.Error is Errors.InvalidToken
            ? Errors.InvalidGrant
            : context.Response.Error;
}
