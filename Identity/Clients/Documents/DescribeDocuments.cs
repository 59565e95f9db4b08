using Microsoft.Extensions.Options;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>Tells clients that their id may be an address (section 5).</summary>
internal sealed class DescribeDocuments(IOptions<DocumentOptions> options)
    : IOpenIddictServerHandler<HandleConfigurationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<HandleConfigurationRequestContext>()
            .UseSingletonHandler<DescribeDocuments>()
            .Build();

    public ValueTask HandleAsync(HandleConfigurationRequestContext context)
    {
        context.Metadata["client_id_metadata_document_supported"] = options.Value.Enabled;
        return default;
    }
}
