using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>
/// Drops the address of the library's own documentation, which tells clients nothing and attackers the library.
/// </summary>
internal sealed class DropErrorUri : IOpenIddictServerHandler<ProcessErrorContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessErrorContext>()
            .UseSingletonHandler<DropErrorUri>()
            .SetOrder(OpenIddictServerHandlers.AttachErrorParameters.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ProcessErrorContext context)
    {
        context.Response.ErrorUri = null;
        return default;
    }
}
