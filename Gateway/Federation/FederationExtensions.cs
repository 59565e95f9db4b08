using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Views;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Federation;

/// <summary>Registers the views of servers.</summary>
internal static class FederationExtensions
{
    public static void AddFederation(this IServiceCollection services)
    {
        services.AddSingleton<ListTelemetry>();
        services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<McpOptions>>().Value;
            return new ListSettings(options.ListPageSize, options.ListTimeout);
        });
        services.AddSingleton(provider => new TaskIds(provider.GetRequiredService<StateSeal>().KeyFor("tasks")));
        services.AddSingleton<ServerViews>();
        services.AddSingleton<IServerViews>(provider => provider.GetRequiredService<ServerViews>());
        services.AddSingleton<IServerDefinitions>(provider => provider.GetRequiredService<ServerViews>());
    }
}
