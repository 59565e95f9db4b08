using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Authentication;

namespace McpAspire.Identity.Login;

/// <summary>
/// A sign-in on its way: whose it is, which factors are proved, and which authenticator is being enrolled.
/// </summary>
internal sealed record PendingSignIn(
    Account Account, IReadOnlyList<string> Methods, AuthenticationProperties Properties)
{
    private const string EnrolmentKey = "enrolment";

    /// <summary>The authenticator offered in this sign-in; another sign-in cannot confirm it.</summary>
    public Guid? Enrolment
    {
        get => Guid.TryParse(Properties.GetString(EnrolmentKey), out var id) ? id : null;
        init => Properties.SetString(EnrolmentKey, value?.ToString());
    }
}
