using Microsoft.Extensions.Options;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>Tokens that are bound to a key of the client (RFC 9449).</summary>
internal sealed class DpopOptions
{
    public const string Section = "Identity:Dpop";

    /// <summary>Whether clients may bind their tokens. Default yes.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether each proof has to carry a nonce of this server. Default no.</summary>
    public bool RequireNonce { get; init; }

    /// <summary>How old a proof may be. Default 1 minute, from 10 seconds to 5 minutes.</summary>
    public TimeSpan ProofLifetime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a nonce is good for. Default 5 minutes, from 30 seconds to 1 hour.</summary>
    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    internal sealed class Validator : IValidateOptions<DpopOptions>
    {
        public ValidateOptionsResult Validate(string? name, DpopOptions options)
        {
            var errors = new List<string>();
            if (options.ProofLifetime < TimeSpan.FromSeconds(10) || options.ProofLifetime > TimeSpan.FromMinutes(5))
                errors.Add($"{Section}:ProofLifetime is {options.ProofLifetime}. Choose from 00:00:10 to 00:05:00.");
            if (options.NonceLifetime < TimeSpan.FromSeconds(30) || options.NonceLifetime > TimeSpan.FromHours(1))
                errors.Add($"{Section}:NonceLifetime is {options.NonceLifetime}. Choose from 00:00:30 to 01:00:00.");
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
