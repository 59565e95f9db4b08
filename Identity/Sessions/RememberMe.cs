using Microsoft.AspNetCore.Authentication;

namespace McpAspire.Identity.Sessions;

/// <summary>The wish to stay signed in on a device, from the first step of a sign-in to its session.</summary>
internal static class RememberMe
{
    private const string Key = "remember";

    public static void WishToBeRemembered(this AuthenticationProperties pending, bool wish) =>
        pending.SetString(Key, wish ? "yes" : null);

    /// <summary>
    /// Gives the session the longer end and a cookie that outlives the browser. There is no limit of inactivity: its
    /// end is fixed, and what matters most asks for a fresh sign-in anyway.
    /// </summary>
    public static void RememberAs(
        this AuthenticationProperties session,
        AuthenticationProperties pending,
        SessionLimitOptions limits,
        DateTimeOffset now)
    {
        if (pending.GetString(Key) is null || limits.RememberMe == TimeSpan.Zero)
            return;

        session.IsPersistent = true;
        session.AllowRefresh = false;
        session.ExpiresUtc = now + limits.RememberMe;
        session.SetEnd(now + limits.RememberMe);
    }
}
