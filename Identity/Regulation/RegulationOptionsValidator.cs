using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Regulation;

internal sealed class RegulationOptionsValidator : IValidateOptions<RegulationOptions>
{
    private const int MaxRetriesCeiling = 1_000_000;
    private const int MaxWaitingCeiling = 1000;
    private static readonly TimeSpan TimeFloor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TimeCeiling = TimeSpan.FromDays(30);
    private static readonly TimeSpan DelayCeiling = TimeSpan.FromSeconds(30);

    public ValidateOptionsResult Validate(string? name, RegulationOptions options)
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(options.Mode))
            errors.Add($"{RegulationOptions.Section}:Mode is {options.Mode}. Choose Address, User or Both.");
        if (options.MaxRetries is < 1 or > MaxRetriesCeiling)
            errors.Add(Describe("MaxRetries", options.MaxRetries, 1, MaxRetriesCeiling));
        CheckTime("FindTime", options.FindTime, TimeFloor, TimeCeiling);
        CheckTime("BanTime", options.BanTime, TimeFloor, TimeCeiling);

        var delay = options.FailureDelay;
        CheckTime("FailureDelay:Floor", delay.Floor, TimeSpan.Zero, DelayCeiling);
        CheckTime("FailureDelay:Growth", delay.Growth, TimeSpan.Zero, DelayCeiling);
        CheckTime("FailureDelay:Max", delay.Max, delay.Floor, DelayCeiling);
        if (delay.MaxWaiting is < 1 or > MaxWaitingCeiling)
            errors.Add(Describe("FailureDelay:MaxWaiting", delay.MaxWaiting, 1, MaxWaitingCeiling));
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);

        void CheckTime(string key, TimeSpan value, TimeSpan least, TimeSpan most)
        {
            if (value < least || value > most)
                errors.Add(Describe(key, value, least, most));
        }
    }

    private static string Describe<T>(string key, T value, T least, T most) =>
        $"{RegulationOptions.Section}:{key} is {value}. Choose from {least} to {most}.";
}
