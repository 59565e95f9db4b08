using McpAspire.Identity.Perimeter;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

/// <summary>
/// Hands our settings to ASP.NET Core Identity. The domain and the origin are the configured ones: by default it would
/// take them from the request, where a forged Host could say anything.
/// </summary>
internal sealed class PasskeyRules(IOptions<PasskeyOptions> options, PublicOrigin origin)
    : IConfigureOptions<IdentityPasskeyOptions>
{
    public void Configure(IdentityPasskeyOptions passkeys)
    {
        passkeys.ServerDomain = origin.Uri.Host;
        passkeys.UserVerificationRequirement = options.Value.UserVerification;
        passkeys.ResidentKeyRequirement = options.Value.ResidentKey;
        passkeys.AttestationConveyancePreference = options.Value.Attestation;
        passkeys.AuthenticatorTimeout = options.Value.Timeout;
        passkeys.ValidateOrigin = context => ValueTask.FromResult(
            !context.CrossOrigin && string.Equals(context.Origin, origin.Issuer, StringComparison.OrdinalIgnoreCase));
        passkeys.VerifyAttestationStatement = context => ValueTask.FromResult(
            AttestationStatement.IsSound(context.AttestationObject.Span, context.ClientDataHash.Span));
    }
}
