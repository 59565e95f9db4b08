using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refusals;

/// <summary>The same as <see cref="DropErrorUri"/>, of refusals that our own endpoints decide on.</summary>
internal sealed class DropChallengeErrorUri : IOpenIddictServerHandler<ProcessChallengeContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessChallengeContext>()
            .UseSingletonHandler<DropChallengeErrorUri>()
            .SetOrder(OpenIddictServerHandlers.AttachCustomChallengeParameters.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ProcessChallengeContext context)
    {
        context.Response.ErrorUri = null;
        return default;
    }
}
