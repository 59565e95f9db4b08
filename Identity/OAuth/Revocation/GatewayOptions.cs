using Microsoft.Extensions.Options;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>The gateway, which asks for the revoked tokens.</summary>
internal sealed class GatewayOptions
{
    public const string Section = "Identity:Gateway";

    private const int KeyLength = 16;

    /// <summary>
    /// Secret that the gateway's requests carry as bearer token, at least 16 characters. Without it there is no list.
    /// </summary>
    public string? Key { get; init; }

    internal sealed class Validator : IValidateOptions<GatewayOptions>
    {
        public ValidateOptionsResult Validate(string? name, GatewayOptions options) =>
            string.IsNullOrEmpty(options.Key) || options.Key.Length >= KeyLength
                ? ValidateOptionsResult.Success
                : ValidateOptionsResult.Fail($"Identity:Gateway:Key is too short. Give a secret of at least "
                    + $"{KeyLength} characters, the same as the gateway's Mcp:Authorization:RevocationsKey, or leave "
                    + "it out.");
    }
}
