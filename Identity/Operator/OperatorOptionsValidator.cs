using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Operator;

internal sealed class OperatorOptionsValidator : IValidateOptions<OperatorOptions>
{
    private const int KeyLength = 16;

    public ValidateOptionsResult Validate(string? name, OperatorOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Port))
            return ValidateOptionsResult.Success;

        var errors = new List<string>();
        if (options.PortNumber is null)
            errors.Add($"OPERATOR_PORT is '{options.Port}'. Give a port from 1 to 65535, or leave it out.");
        if (options.Key is null || options.Key.Length < KeyLength)
        {
            errors.Add($"Identity:Operator:Key is {(string.IsNullOrEmpty(options.Key) ? "missing" : "too short")}, and "
                + $"OPERATOR_PORT opens the operator's listener. Give a secret of at least {KeyLength} characters.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
