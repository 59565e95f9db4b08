using McpAspire.Identity.OAuth.Exchange.Trust;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>Draft identity-assertion-authz-grant, section 7.2: by this clients see that an ID-JAG is taken.</summary>
internal sealed class DescribeIdentityAssertions(IOptions<TrustedIssuersOptions> issuers)
    : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public const string Profile = "urn:ietf:params:oauth:grant-profile:id-jag";

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DescribeIdentityAssertions>()
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        if (issuers.Value.TrustedIssuers.Count > 0)
            context.Metadata["authorization_grant_profiles_supported"] = new OpenIddictParameter([(string?)Profile]);
        return default;
    }
}
