namespace McpAspire.Identity.Login;

/// <summary>
/// How somebody proved who they are, in the words of RFC 8176, which stand in sessions and as <c>amr</c> in tokens.
/// </summary>
internal static class SignInMethods
{
    public const string Password = "pwd";

    /// <summary>A code of an authenticator app (RFC 6238).</summary>
    public const string Code = "otp";

    /// <summary>A passkey that never leaves its device.</summary>
    public const string HardwareKey = "hwk";

    /// <summary>A passkey that is kept in software, and copied to the owner's other devices.</summary>
    public const string SoftwareKey = "swk";

    /// <summary>Somebody touched the authenticator.</summary>
    public const string Presence = "user";

    /// <summary>
    /// A recovery code. RFC 8176 registers no value for it: <c>otp</c> speaks of RFC 4226 and 6238, whose codes are
    /// made by a device, and a client that asks for such a device should not get a line on paper instead.
    /// </summary>
    public const string RecoveryCode = "rec";

    /// <summary>More than one kind of proof.</summary>
    public const string Several = "mfa";

    /// <summary>
    /// Whether the second factor is proved. A passkey opens a sign-in by itself only where it verified its user, which
    /// makes it both.
    /// </summary>
    public static bool IncludeSecondFactor(this IEnumerable<string> methods) =>
        methods.Any(method => method is Code or HardwareKey or SoftwareKey or RecoveryCode);

    /// <summary>The same in words for the person.</summary>
    public static string InWords(IEnumerable<string> methods)
    {
        var words = methods.Select(WordFor).Where(word => word is not null).Distinct().ToList();
        var text = words.Count == 0 ? "Unknown" : string.Join(" and ", words);
        return char.ToUpperInvariant(text[0]) + text[1..];
    }

    private static string? WordFor(string method) => method switch
    {
        Password => "password",
        Code => "authenticator app",
        HardwareKey or SoftwareKey => "passkey",
        RecoveryCode => "recovery code",
        _ => null,
    };
}
