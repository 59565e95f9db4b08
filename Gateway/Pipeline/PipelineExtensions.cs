using McpAspire.Gateway.Audit.Requests;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Perimeter;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.RateLimiting;
using McpAspire.Gateway.Routing.Health;

namespace McpAspire.Gateway.Pipeline;

/// <summary>Registers the stages and puts them in front of the proxy.</summary>
internal static class PipelineExtensions
{
    public static void AddMcpPipeline(this IServiceCollection services)
    {
        services.AddSingleton<HostStage>();
        services.AddSingleton<OriginStage>();
        services.AddSingleton<MethodStage>();
        services.AddSingleton<MessageStage>();
        services.AddSingleton<HeaderAgreementStage>();
        services.AddSingleton<AddressLimitStage>();
        services.AddSingleton<CallerLimitStage>();
        services.AddSingleton<AuditStage>();
        services.AddSingleton<RequestEnd>();
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton<McpPipeline>();
    }

    /// <summary>
    /// Maps <c>/mcp/{server}</c> for every configured server, and <c>/mcp</c> for all of them; other names get 404.
    /// </summary>
    public static void MapMcp(this WebApplication app)
    {
        var pipeline = app.Services.GetRequiredService<McpPipeline>();
        var catalogue = app.Services.GetRequiredService<McpServerCatalogue>();
        var circuits = app.Services.GetRequiredService<CircuitBreaker>();
        app.MapReverseProxy(proxy =>
        {
            proxy.Use((http, next) =>
                pipeline.InvokeAsync(http, catalogue.Find(http.GetReverseProxyFeature().Route.Config.ClusterId!), next));
            proxy.Use(circuits.InvokeAsync);
            proxy.UseLoadBalancing();
        });
        app.Map($"{McpServerCatalogue.PathPrefix}{{**server}}", http =>
            pipeline.InvokeAsync(
                http,
                http.Request.Path.Value == McpServerCatalogue.FederationPath ? catalogue.Federation : null,
                _ => Task.CompletedTask));
    }
}
