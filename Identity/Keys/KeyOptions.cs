using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>Where the keys lie.</summary>
internal sealed class KeyOptions
{
    public const string Section = "Identity";

    /// <summary>
    /// Folder of the master key, under which the database holds all other keys. Required; created if absent. Replicas
    /// share it, and a backup of the database is worth nothing without it.
    /// </summary>
    public string? KeysDirectory { get; init; }

    internal sealed class Validator : IValidateOptions<KeyOptions>
    {
        public ValidateOptionsResult Validate(string? name, KeyOptions options) =>
            string.IsNullOrWhiteSpace(options.KeysDirectory)
                ? ValidateOptionsResult.Fail("Identity:KeysDirectory is missing. Name a folder that only this service "
                    + "can read and that outlives it, for example /var/lib/mcpaspire/keys.")
                : ValidateOptionsResult.Success;
    }
}
