using System.Diagnostics.Metrics;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Regulation;

namespace McpAspire.Identity.Telemetry;

/// <summary>
/// Counts and durations, as Authelia has them. No tag names a person, an address or a client: each value makes a series
/// of its own, and whoever reads metrics need not know who signs in.
/// </summary>
internal sealed class IdentityMetrics : IAuditListener, IDisposable
{
    public const string Name = "McpAspire.Identity";

    private readonly Meter _meter;
    private readonly Counter<long> _firstFactor;
    private readonly Counter<long> _secondFactor;
    private readonly Counter<long> _events;
    private readonly Histogram<double> _attempt;
    private readonly Histogram<double> _protocol;

    public IdentityMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _firstFactor = _meter.CreateCounter<long>("mcpaspire.identity.authn", "{attempt}", "Attempts with a password");
        _secondFactor = _meter.CreateCounter<long>(
            "mcpaspire.identity.authn_second_factor", "{attempt}",
            "Attempts with a code, a passkey or a recovery code");
        _events = _meter.CreateCounter<long>(
            "mcpaspire.identity.events", "{event}", "What the audit trail holds, by kind and outcome");
        _attempt = _meter.CreateHistogram<double>(
            "mcpaspire.identity.authn.duration", "s", "How long an attempt took until its outcome was known");
        _protocol = _meter.CreateHistogram<double>(
            "mcpaspire.identity.oauth.duration", "s", "Requests to the protocol endpoints");
    }

    /// <summary>Somebody was refused before anything was compared.</summary>
    public void Refused(SignInFactor factor) => Count(factor, isSuccess: false, isBanned: true);

    /// <summary>Something was compared.</summary>
    public void Compared(SignInFactor factor, bool isSuccess, TimeSpan took)
    {
        Count(factor, isSuccess, isBanned: false);
        _attempt.Record(took.TotalSeconds, new("type", NameOf(factor)), new("success", isSuccess));
    }

    public void Hear(AuditRecord record) =>
        _events.Add(1, new("kind", record.Kind.ToString()), new("success", record.Succeeded));

    public void Answered(string endpoint, int status, TimeSpan took) =>
        _protocol.Record(took.TotalSeconds, new("endpoint", endpoint), new("code", status));

    public void Dispose() => _meter.Dispose();

    private void Count(SignInFactor factor, bool isSuccess, bool isBanned)
    {
        if (factor == SignInFactor.Password)
            _firstFactor.Add(1, new("success", isSuccess), new("banned", isBanned));
        else
            _secondFactor.Add(1, new("success", isSuccess), new("banned", isBanned), new("type", NameOf(factor)));
    }

    private static string NameOf(SignInFactor factor) => factor switch
    {
        SignInFactor.Password => "password",
        SignInFactor.Totp => "totp",
        SignInFactor.Passkey => "passkey",
        _ => "recovery_code",
    };
}
