using McpAspire.ServiceDefaults.Dpop;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 5.1: by this clients see that they may bind their tokens.</summary>
internal sealed class DescribeProofs(ProofCheck proofs) : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DescribeProofs>()
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        if (proofs.IsEnabled)
        {
            context.Metadata["dpop_signing_alg_values_supported"] =
                new OpenIddictParameter([.. DpopAlgorithms.All.Cast<string?>()]);
        }

        return default;
    }
}
