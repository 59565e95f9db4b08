using McpAspire.Identity.Startup;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Passkeys;

internal static class PasskeysExtensions
{
    public static void AddPasskeys(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<PasskeyOptions, PasskeyOptionsValidator>(PasskeyOptions.Section);
        services.AddSingleton<IConfigureOptions<IdentityPasskeyOptions>, PasskeyRules>();
        services.AddScoped<IPasskeyHandler<Account>, PasskeyHandler<Account>>();
        services.AddSingleton<PasskeyCeremonies>();
        services.AddScoped<PasskeyStore>();
        services.AddScoped<PasskeyVerifier>();
        services.AddScoped<PasskeyEnrolment>();
    }
}
