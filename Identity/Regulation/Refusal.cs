namespace McpAspire.Identity.Regulation;

/// <summary>
/// What somebody is told whose attempt was wrong or was not looked at: one sentence for both, so that a refused guess
/// is never known to have been right.
/// </summary>
internal static class Refusal
{
    public const string Password =
        "User name and password do not match, or there were too many attempts. Wait a few minutes and try again.";

    public const string Code =
        "That code is not valid, it was used already, or there were too many attempts. "
        + "Wait for the next code; if it is refused too, wait a few minutes.";

    public const string RecoveryCode =
        "That code is not valid, it was used already, or there were too many attempts. "
        + "If you are sure of it, wait a few minutes and try again.";

    public const string Passkey =
        "That passkey was not accepted, or there were too many attempts. Wait a few minutes and try again.";

    public const string CurrentPassword =
        "The current password is not right, or there were too many attempts. Wait a few minutes and try again.";
}
