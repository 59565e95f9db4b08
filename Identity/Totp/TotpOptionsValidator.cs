using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Totp;

internal sealed class TotpOptionsValidator : IValidateOptions<TotpOptions>
{
    private const int MaxSkew = 2;
    private const int MaxIssuerLength = 64;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    public ValidateOptionsResult Validate(string? name, TotpOptions options)
    {
        var errors = new List<string>();
        if (!options.Algorithms.All(Enum.IsDefined))
            errors.Add("Identity:Totp:Algorithm is unknown. Choose Sha1, Sha256 or Sha512.");
        if (options.Digits is not (6 or 8))
            errors.Add($"Identity:Totp:Digits is {options.Digits}. Choose 6 or 8.");
        foreach (var digits in options.AllowedDigits.Where(digits => digits is not (6 or 8)))
            errors.Add($"Identity:Totp:AllowedDigits names {digits}. Choose 6 or 8.");
        if (options.Period < Shortest || options.Period > Longest
            || options.Period.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            errors.Add($"Identity:Totp:Period is {options.Period}. "
                + $"Choose whole seconds from {Shortest} to {Longest}.");
        }

        if (options.Skew is < 0 or > MaxSkew)
            errors.Add($"Identity:Totp:Skew is {options.Skew}. Choose from 0 to {MaxSkew}.");
        // A colon separates the issuer from the account in the address that apps read.
        if (string.IsNullOrWhiteSpace(options.Issuer) || options.Issuer.Length > MaxIssuerLength
            || options.Issuer.Contains(':', StringComparison.Ordinal))
        {
            errors.Add($"Identity:Totp:Issuer is '{options.Issuer}'. "
                + $"Write a name of 1 to {MaxIssuerLength} characters without a colon.");
        }

        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }
}
