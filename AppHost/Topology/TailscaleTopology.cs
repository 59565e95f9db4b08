namespace McpAspire.AppHost.Topology;

internal static class TailscaleTopology
{
    private const string Version = "v1.102.3";

    /// <summary>Opening the application to the internet is a decision, so nothing starts it but a person.</summary>
    public static IResourceBuilder<ContainerResource> AddTailscale(
        this IDistributedApplicationBuilder builder, string name, IResourceBuilder<ParameterResource> key) =>
        builder.AddContainer(name, "tailscale/tailscale", Version)
            .WithEnvironment("TS_AUTHKEY", key)
            .WithExplicitStart();
}
