using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>
/// Leaves codes to OpenIddict's own step, in whose place this stands; a refresh token is spent by
/// <see cref="RedeemRefreshToken"/>, together with what it brings.
/// </summary>
internal sealed class RedeemOtherTokens(IOpenIddictTokenManager tokens) : IOpenIddictServerHandler<ProcessSignInContext>
{
    private readonly OpenIddictServerHandlers.RedeemTokenEntry _step = new(tokens);

    public static OpenIddictServerHandlerDescriptor Replaced => OpenIddictServerHandlers.RedeemTokenEntry.Descriptor;

    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ProcessSignInContext>()
            .UseScopedHandler<RedeemOtherTokens>()
            .SetOrder(Replaced.Order)
            .Build();

    public ValueTask HandleAsync(ProcessSignInContext context) =>
        context.Request.IsRefreshTokenGrantType() ? default : _step.HandleAsync(context);
}
