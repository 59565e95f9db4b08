using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Clients.Configured;
using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.OAuth.Resources;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Startup;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Clients;

internal static class ClientsExtensions
{
    public static void AddClients(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<RegistrationOptions, RegistrationOptions.Validator>(RegistrationOptions.Section);
        services.AddSettings<ConfiguredClients, ConfiguredClientsValidator>(ConfiguredClients.Section);
        services.AddHostedService<ConfiguredClientsAtStart>();
        services.AddSingleton(provider => new OwnOrigins(
            provider.GetRequiredService<PublicOrigin>(),
            provider.GetRequiredService<IOptions<ResourceOptions>>().Value));
        services.AddSingleton<RedirectUris>();
        services.AddSingleton<RegistrationRules>();
        services.AddScoped<RegistrationLimit>();
        services.AddScoped<ClientRegistry>();
        services.AddScoped<ClientRemoval>();
        services.AddScoped<ClientAdministration>();
        services.AddScoped<RegisterEndpoint>();
        services.AddSingleton<InitialAccess>();
        services.AddSingleton<PublishedKeys>();
        services.AddScoped<UnusedClients>();
        services.AddHostedService<UnusedClientPruning>();
        services.AddClientDocuments();
    }

    public static void MapClients(this WebApplication app) => RegisterEndpoint.Map(app);
}
