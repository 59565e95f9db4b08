using McpAspire.Identity.Login;
using McpAspire.Identity.Users;

namespace McpAspire.Identity.Passkeys;

/// <summary>A passkey that was used rightly just now, and the account that it belongs to.</summary>
/// <param name="Account">The owner.</param>
/// <param name="IsBothFactors">
/// The authenticator checked who used it, by a gesture or a code of theirs, and so is two factors in one.
/// </param>
/// <param name="IsCopied">The passkey may be copied to other devices.</param>
internal sealed record PasskeyProof(Account Account, bool IsBothFactors, bool IsCopied)
{
    public IReadOnlyList<string> Methods => MethodsOf(IsCopied);

    public static IReadOnlyList<string> MethodsOf(bool isCopied) =>
        [isCopied ? SignInMethods.SoftwareKey : SignInMethods.HardwareKey, SignInMethods.Presence];
}
