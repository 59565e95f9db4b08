using System.Buffers.Text;
using System.Security.Cryptography;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>RFC 9449, section 10: <c>dpop_jkt</c> is a SHA-256 thumbprint; anything else binds to nothing.</summary>
internal sealed class ValidateKeyParameter(ProofCheck proofs)
    : IOpenIddictServerHandler<ValidateAuthorizationRequestContext>
{
    public static OpenIddictServerHandlerDescriptor Descriptor { get; } =
        OpenIddictServerHandlerDescriptor.CreateBuilder<ValidateAuthorizationRequestContext>()
            .UseSingletonHandler<ValidateKeyParameter>()
            .SetOrder(OpenIddictServerHandlers.Authentication.ValidateResourceParameter.Descriptor.Order)
            .Build();

    public ValueTask HandleAsync(ValidateAuthorizationRequestContext context)
    {
        if (proofs.IsEnabled && context.Request[KeyBinding.Parameter] is { } parameter
            && !IsThumbprint((string?)parameter))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidRequest, "The parameter 'dpop_jkt' is no thumbprint.");
        }

        return default;
    }

    private static bool IsThumbprint(string? value) =>
        value is not null && Base64Url.IsValid(value, out var length) && length == SHA256.HashSizeInBytes
        && value.Length == Base64Url.GetEncodedLength(SHA256.HashSizeInBytes);
}
