namespace McpAspire.Identity.Login;

/// <summary>The addresses of the steps of a sign-in.</summary>
internal static class SignInPaths
{
    public const string SignIn = "/sign-in";
    public const string Code = "/sign-in/totp";
    public const string Password = "/sign-in/password";
    public const string Enrolment = "/enroll/totp";
    public const string Account = "/";
}
