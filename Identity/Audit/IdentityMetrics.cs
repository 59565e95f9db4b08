using System.Diagnostics.Metrics;
using McpAspire.Identity.Regulation;

namespace McpAspire.Identity.Audit;

/// <summary>
/// Counts attempts to sign in, and how long comparing takes. Nothing in it names a person or an address.
/// </summary>
internal sealed class IdentityMetrics : IDisposable
{
    public const string MeterName = "McpAspire.Identity";

    private readonly Meter _meter;
    private readonly Counter<long> _passwords;
    private readonly Counter<long> _secondFactors;
    private readonly Histogram<double> _durations;

    public IdentityMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(MeterName);
        _passwords = _meter.CreateCounter<long>(
            "mcpaspire.identity.authn", "{attempt}", "Attempts to sign in by password.");
        _secondFactors = _meter.CreateCounter<long>(
            "mcpaspire.identity.authn_second_factor", "{attempt}", "Attempts by code, passkey or recovery code.");
        _durations = _meter.CreateHistogram<double>(
            "mcpaspire.identity.authn_duration", "s", "How long it takes to look at an attempt, without its delay.");
    }

    public void Compared(SignInFactor factor, bool succeeded, TimeSpan took)
    {
        Count(factor, succeeded, banned: false);
        _durations.Record(took.TotalSeconds, new("type", WordOf(factor)), new("success", succeeded));
    }

    /// <summary>An attempt was not looked at.</summary>
    public void Refused(SignInFactor factor) => Count(factor, succeeded: false, banned: true);

    public void Dispose() => _meter.Dispose();

    private void Count(SignInFactor factor, bool succeeded, bool banned)
    {
        if (factor == SignInFactor.Password)
            _passwords.Add(1, new("success", succeeded), new("banned", banned));
        else
            _secondFactors.Add(1, new("type", WordOf(factor)), new("success", succeeded), new("banned", banned));
    }

    private static string WordOf(SignInFactor factor) => factor switch
    {
        SignInFactor.Password => "password",
        SignInFactor.Totp => "totp",
        SignInFactor.Passkey => "passkey",
        SignInFactor.RecoveryCode => "recovery_code",
        _ => "other",
    };
}
