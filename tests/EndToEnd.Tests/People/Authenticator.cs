using OtpNet;

namespace McpAspire.EndToEnd.Tests.People;

/// <summary>
/// An authenticator app that never shows a code twice. Identity accepts a code once, and one step before or after
/// its clock: two codes can be had at once, the next when time has moved on.
/// </summary>
internal sealed class Authenticator(string secret, TimeProvider time) : IDisposable
{
    private const int StepSeconds = 30;

    private readonly Totp _totp = new(Base32Encoding.ToBytes(secret), StepSeconds);
    private readonly SemaphoreSlim _one = new(1, 1);
    private long _last;

    private long Now => time.GetUtcNow().ToUnixTimeSeconds() / StepSeconds;

    /// <summary>Types in the secret as a page shows it to people, in groups.</summary>
    public static Authenticator Enrol(string shownSecret) =>
        new(string.Concat(shownSecret.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant(), TimeProvider.System);

    public async Task<string> NextCodeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // The step of the clock at the earliest: an earlier one could fall out of the window on its way.
            var step = Math.Max(_last + 1, Now);
            while (step > Now + 1) await Task.Delay(TillNextStep(), time, cancellationToken);
            _last = step;
            return _totp.ComputeTotp(DateTimeOffset.FromUnixTimeSeconds(step * StepSeconds).UtcDateTime);
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private TimeSpan TillNextStep() =>
        DateTimeOffset.FromUnixTimeSeconds((Now + 1) * StepSeconds) - time.GetUtcNow() + TimeSpan.FromMilliseconds(1);
}
