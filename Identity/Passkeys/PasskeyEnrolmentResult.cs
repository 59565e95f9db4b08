using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Passkeys;

/// <summary>A new passkey that was verified, or why there is none, in words for the person.</summary>
internal sealed record PasskeyEnrolmentResult(UserPasskeyInfo? Passkey, string? Problem)
{
    public PasskeyEnrolmentResult(UserPasskeyInfo passkey)
        : this(passkey, Problem: null)
    {
    }

    public PasskeyEnrolmentResult(string problem)
        : this(Passkey: null, problem)
    {
    }
}
