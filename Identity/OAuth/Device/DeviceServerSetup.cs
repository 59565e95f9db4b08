using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Device;

/// <summary>What the token server has to know for RFC 8628.</summary>
internal sealed class DeviceServerSetup(PublicOrigin origin, IOptions<RequestOptions> requests)
    : IConfigureOptions<OpenIddictServerOptions>, IConfigureOptions<OpenIddictServerAspNetCoreOptions>
{
    public void Configure(OpenIddictServerOptions options)
    {
        options.GrantTypes.Add(GrantTypes.DeviceCode);
        options.DeviceAuthorizationEndpointUris.Add(new Uri(origin.Absolute(OAuthPaths.DeviceAuthorization)));
        options.EndUserVerificationEndpointUris.Add(new Uri(origin.Absolute(DevicePaths.Consent)));
        options.UserCodeCharset.Clear();
        options.UserCodeCharset.UnionWith(UserCodeText.Characters.Select(character => character.ToString()));
        options.UserCodeLength = UserCodeText.Length;
        options.DeviceCodeLifetime = requests.Value.DeviceCodeLifetime;
        options.UserCodeLifetime = requests.Value.DeviceCodeLifetime;
    }

    /// <summary>The page asks and answers.</summary>
    public void Configure(OpenIddictServerAspNetCoreOptions options) =>
        options.EnableEndUserVerificationEndpointPassthrough = true;
}
