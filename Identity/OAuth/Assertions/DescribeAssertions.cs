using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Assertions;

/// <summary>RFC 8414, section 2: required beside <c>private_key_jwt</c>, for each endpoint that takes it.</summary>
internal sealed class DescribeAssertions : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DescribeAssertions>()
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        var algorithms = new OpenIddictParameter([.. AssertionAlgorithms.All.Cast<string?>()]);
        context.Metadata["token_endpoint_auth_signing_alg_values_supported"] = algorithms;
        context.Metadata["revocation_endpoint_auth_signing_alg_values_supported"] = algorithms;
        context.Metadata["introspection_endpoint_auth_signing_alg_values_supported"] = algorithms;
        return default;
    }
}
