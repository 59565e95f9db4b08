using OtpNet;

namespace McpAspire.Identity.Totp;

/// <summary>
/// RFC 6238 with the parameters that every authenticator app knows: SHA-1, six digits, thirty seconds.
/// </summary>
internal static class TotpCode
{
    /// <summary>160 bits, as RFC 4226, section 4, recommends.</summary>
    public const int SecretBytes = 20;

    public const int Digits = 6;

    private const int PeriodSeconds = 30;

    /// <summary>One step either way: clocks differ, and a code takes time to type (RFC 6238, section 5.2).</summary>
    private static readonly VerificationWindow Window = new(previous: 1, future: 1);

    /// <summary>The time step that the code belongs to, or null if it belongs to none that is near.</summary>
    public static long? StepOf(byte[] secret, string code, DateTimeOffset now) =>
        Create(secret).VerifyTotp(now.UtcDateTime, code, out var step, Window) ? step : null;

    /// <summary>The digits of what somebody typed, who may have left the gap that apps show in the middle.</summary>
    public static string? Normalize(string? typed)
    {
        var code = typed?.Replace(" ", string.Empty, StringComparison.Ordinal);
        return code is { Length: Digits } && code.All(char.IsAsciiDigit) ? code : null;
    }

    private static OtpNet.Totp Create(byte[] secret) => new(secret, PeriodSeconds, OtpHashMode.Sha1, Digits);
}
