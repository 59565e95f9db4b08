using McpAspire.Identity.Startup;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Sessions;

internal static class SessionsExtensions
{
    public static void AddSessions(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<SessionLimitOptions, SessionLimitOptions.Validator>(SessionLimitOptions.Section);
        builder.Services.AddSingleton<RedisTicketStore>();
        builder.Services.AddSingleton<SessionRecords>();
        builder.Services.AddSingleton<SessionList>();
        builder.Services.AddScoped<SignInGreeting>();
        builder.Services.AddScoped<SessionEvents>();
        builder.Services.AddScoped<SignOutEverywhere>();
        builder.Services.AddScoped<PasswordChange>();

        // Neither scheme is the default one: a page says which it reads, and protocol endpoints read none.
        builder.Services.AddAuthentication().AddCookie(SessionSchemes.Session).AddCookie(SessionSchemes.Pending);
        builder.Services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookieSetup>();
    }
}
