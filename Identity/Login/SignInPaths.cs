namespace McpAspire.Identity.Login;

/// <summary>The addresses of the steps of a sign-in.</summary>
internal static class SignInPaths
{
    public const string SignIn = "/sign-in";
    public const string Code = "/sign-in/totp";
    public const string Passkey = "/sign-in/passkey";
    public const string Recovery = "/sign-in/recovery";
    public const string Password = "/sign-in/password";
    public const string Enrolment = "/enroll/totp";
    public const string PasskeyEnrolment = "/enroll/passkey";
    public const string Account = "/";

    /// <summary>Whether the page may be used instead of the step that the sign-in leads to.</summary>
    public static bool IsInsteadOf(string page, string? step) =>
        page == step
        || (step is Code or Passkey && page is Code or Passkey or Recovery)
        || (step is Enrolment && page is PasskeyEnrolment);
}
