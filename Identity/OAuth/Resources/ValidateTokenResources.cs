using McpAspire.Identity.OAuth.Exchange;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Resources;

/// <summary>
/// RFC 8707, section 2.2: at the token endpoint a client may ask for some of the resources that were granted, never
/// for others.
/// </summary>
internal sealed class ValidateTokenResources(KnownResources resources)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateTokenRequestContext>()
            .UseSingletonHandler<ValidateTokenResources>()
            .SetOrder(OpenIddictServerHandlers.Exchange.ValidateGrantedScopes.Descriptor.Order + 1)
            .Build();

    public ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        var requested = context.Request.GetResources();
        // A client that acts for itself was granted nothing before; its own grant decides, as that of an exchange does.
        if (requested.IsDefaultOrEmpty || context.Request.IsClientCredentialsGrantType()
            || ExchangeGrantTypes.Decides(context.Request))
        {
            return default;
        }

        var grant = context.AuthorizationCodePrincipal ?? context.RefreshTokenPrincipal ?? context.DeviceCodePrincipal;
        var granted = grant?.GetResources() ?? [];
        if (resources.ResolveAll(requested) is not { } resolved
            || resolved.Except(granted, StringComparer.Ordinal).Any())
        {
            context.Reject(OpenIddictConstants.Errors.InvalidTarget, "A requested resource was not granted.");
        }

        return default;
    }
}
