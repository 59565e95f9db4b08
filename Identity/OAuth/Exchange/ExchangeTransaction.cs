using System.Security.Claims;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Exchange;

internal static class ExchangeTransaction
{
    /// <summary>The token that is exchanged, once OpenIddict has found it good.</summary>
    public static ClaimsPrincipal? SubjectToken(this OpenIddictServerTransaction transaction) =>
        transaction.GetProperty<ProcessAuthenticationContext>(typeof(ProcessAuthenticationContext).FullName!)
            ?.SubjectTokenPrincipal;
}
