using McpAspire.Identity.OAuth.Exchange.Trust;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>Which exchanges there are: of access tokens always, of assertions if any are trusted.</summary>
internal sealed class ExchangeSetup(IOptions<TrustedIssuersOptions> issuers)
    : IConfigureOptions<OpenIddictServerOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        options.GrantTypes.Add(ExchangeGrantTypes.TokenExchange);
        if (issuers.Value.TrustedIssuers.Count > 0)
            options.GrantTypes.Add(ExchangeGrantTypes.Assertion);

        options.SubjectTokenTypes.IntersectWith([TokenTypeIdentifiers.AccessToken]);
        options.RequestedTokenTypes.IntersectWith([TokenTypeIdentifiers.AccessToken]);
        // Who acts is the client that proved itself; the word of a second token would add nothing.
        options.ActorTokenTypes.Clear();
        // TokenExchangeGrant compares audiences as it does resources, in their normal form.
        options.DisableAudienceValidation = true;
        options.IgnoreAudiencePermissions = true;
    }
}
