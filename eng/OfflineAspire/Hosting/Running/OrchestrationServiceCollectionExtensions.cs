using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace McpAspire.OfflineAspire.Running;

internal static class OrchestrationServiceCollectionExtensions
{
    /// <summary>The services that run an application.</summary>
    public static void AddOrchestration(
        this IServiceCollection services, IDistributedApplicationBuilder builder, DistributedApplicationOptions options)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton(builder.Eventing);
        services.AddSingleton(builder.ExecutionContext);
        services.AddSingleton(_ => new DistributedApplicationModel(builder.Resources));
        services.AddSingleton(provider => new ResourceNotificationService(
            provider.GetRequiredService<IHostApplicationLifetime>()));
        services.AddSingleton(provider => new ResourceCommandService(
            provider.GetRequiredService<DistributedApplicationModel>(), provider));
        services.AddHealthChecks();
        services.AddSingleton<IOutput>(provider => options.EnableResourceLogging
            ? new LogOutput(provider.GetRequiredService<ILoggerFactory>(), builder.Environment.ApplicationName)
            : new TerminalOutput(Console.Out, TerminalOutput.ConsoleShowsColours()));
        services.AddSingleton<StartNotice>();
        services.AddSingleton(new SearchPath(builder.Configuration["PATH"]));
        services.AddSingleton(provider => new RedisCommand(
            provider.GetRequiredService<SearchPath>(),
            BuildMetadata.Read(builder.AppHostAssembly, BuildMetadata.Garnet)));
        services.AddSingleton<CommandFactory>();
        services.AddSingleton<ResourceHealth>();
        services.AddSingleton<Watchdog>();
        services.AddSingleton<ResourceRunServices>();
        services.AddHostedService<Orchestrator>();
    }
}
