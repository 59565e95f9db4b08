using OtpNet;

namespace McpAspire.Identity.Totp;

/// <summary>Codes of authenticator apps (RFC 6238).</summary>
internal static class TotpCode
{
    /// <summary>
    /// The time step that the code belongs to, or null if it belongs to none that is within so many steps.
    /// </summary>
    public static long? StepOf(
        byte[] secret, TotpParameters parameters, string code, DateTimeOffset now, int skew)
    {
        if (code.Length != parameters.Digits)
            return null;

        var totp = new OtpNet.Totp(secret, parameters.PeriodSeconds, ModeOf(parameters.Algorithm), parameters.Digits);
        var window = new VerificationWindow(previous: skew, future: skew);
        return totp.VerifyTotp(now.UtcDateTime, code, out var step, window) ? step : null;
    }

    /// <summary>The digits of what somebody typed, who may have left the gap that apps show in the middle.</summary>
    public static string? Normalize(string? typed)
    {
        var code = typed?.Replace(" ", string.Empty, StringComparison.Ordinal);
        return code is { Length: 6 or 8 } && code.All(char.IsAsciiDigit) ? code : null;
    }

    private static OtpHashMode ModeOf(TotpAlgorithm algorithm) => algorithm switch
    {
        TotpAlgorithm.Sha256 => OtpHashMode.Sha256,
        TotpAlgorithm.Sha512 => OtpHashMode.Sha512,
        _ => OtpHashMode.Sha1,
    };
}
