using McpAspire.Identity.Startup;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using OpenIddict.Server;

namespace McpAspire.Identity.Keys;

internal static class KeysExtensions
{
    public static void AddKeys(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<KeyOptions, KeyOptions.Validator>(KeyOptions.Section);
        builder.Services.AddSingleton<KeysDirectory>();
        builder.Services.AddSingleton<MasterKey>();
        AddTokenKeys(builder.Services);

        builder.Services.AddDataProtection().SetApplicationName("McpAspire.Identity");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DataProtectionSetup>();
    }

    private static void AddTokenKeys(IServiceCollection services)
    {
        services.AddSettings<KeyRotationOptions, KeyRotationOptions.Validator>(KeyRotationOptions.Section);
        services.AddSingleton<TokenKeySafe>();
        services.AddSingleton<KeySchedule>();
        services.AddSingleton<KeyFiles>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IOptionsChangeTokenSource<OpenIddictServerOptions>>(
            provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, TokenKeysSetup>();
        services.AddScoped<TokenKeyTable>();
        services.AddScoped<FirstKeys>();
        services.AddScoped<KeyRotation>();
        services.AddHostedService<KeyWatch>();
    }
}
