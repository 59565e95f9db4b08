using McpAspire.Identity.Perimeter;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Sessions;

/// <summary>The session cookie: an id for the host alone, out of reach of scripts and of other sites' posts.</summary>
internal sealed class SessionCookieSetup(
    PublicOrigin origin,
    RedisTicketStore store,
    IOptions<SessionLimitOptions> sessions) : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    /// <summary>Time for the second factor or for enrolling one, before the password is asked again.</summary>
    public static readonly TimeSpan PendingLifetime = TimeSpan.FromMinutes(10);

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, CookieAuthenticationOptions options)
    {
        if (name is not (SessionSchemes.Session or SessionSchemes.Pending))
            return;

        options.SessionStore = store;
        options.Cookie.Name = origin.CookieName(name);
        options.Cookie.SecurePolicy = origin.CookieSecurity;
        options.Cookie.Path = "/";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.IsEssential = true;
        options.LoginPath = "/sign-in";
        options.LogoutPath = "/sign-out";
        options.AccessDeniedPath = RequestPaths.Error;
        options.ReturnUrlParameter = "returnUrl";
        options.SlidingExpiration = name == SessionSchemes.Session;
        options.ExpireTimeSpan = name == SessionSchemes.Session ? sessions.Value.Inactivity : PendingLifetime;
        options.EventsType = typeof(SessionEvents);
    }
}
