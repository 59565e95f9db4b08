namespace McpAspire.Gateway.Upstream;

/// <summary>Registers the gateway's own client.</summary>
internal static class UpstreamExtensions
{
    public static void AddUpstreams(this IServiceCollection services) =>
        services.AddSingleton<IUpstreams, Upstreams>();
}
