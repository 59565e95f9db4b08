using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

internal sealed class PasskeyOptionsValidator : IValidateOptions<PasskeyOptions>
{
    private static readonly string[] Requirements = ["required", "preferred", "discouraged"];
    private static readonly string[] Conveyances = ["none", "indirect", "direct", "enterprise"];
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = PasskeyCeremony.Lifetime;

    public ValidateOptionsResult Validate(string? name, PasskeyOptions options)
    {
        var errors = new List<string>();
        Check("UserVerification", options.UserVerification, Requirements);
        Check("ResidentKey", options.ResidentKey, Requirements);
        Check("Attestation", options.Attestation, Conveyances);
        if (options.Timeout < Shortest || options.Timeout > Longest)
        {
            errors.Add($"Identity:Passkeys:Timeout is {options.Timeout}. "
                + $"Choose from {Shortest} to {Longest}.");
        }

        if (options.PermittedAaguids.Intersect(options.ProhibitedAaguids).ToList() is { Count: > 0 } both)
            errors.Add($"Identity:Passkeys permits and prohibits {string.Join(", ", both)}. Keep one of the two.");
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void Check(string key, string value, string[] choices)
        {
            if (!choices.Contains(value, StringComparer.Ordinal))
                errors.Add($"Identity:Passkeys:{key} is '{value}'. Choose {string.Join(", ", choices)}.");
        }
    }
}
