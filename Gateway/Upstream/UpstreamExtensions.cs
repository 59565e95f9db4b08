namespace McpAspire.Gateway.Upstream;

/// <summary>Registers the gateway's own client.</summary>
internal static class UpstreamExtensions
{
    public static void AddUpstreams(this IServiceCollection services)
    {
        services.AddSingleton<Upstreams>();
        services.AddSingleton<IUpstreams>(provider => provider.GetRequiredService<Upstreams>());
        services.AddHostedService(provider => provider.GetRequiredService<Upstreams>());
    }
}
