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
        builder.Services.AddSingleton<TokenKeys>();
        builder.Services.AddSingleton<IConfigureOptions<OpenIddictServerOptions>, TokenKeysSetup>();

        builder.Services.AddDataProtection().SetApplicationName("McpAspire.Identity");
        builder.Services.AddSingleton<IConfigureOptions<KeyManagementOptions>, DataProtectionSetup>();
    }
}
