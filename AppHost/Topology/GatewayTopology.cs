namespace McpAspire.AppHost.Topology;

internal static class GatewayTopology
{
    public static IResourceBuilder<ProjectResource> AddGateway(
        this IDistributedApplicationBuilder builder, string name, Settings settings, PublicOrigin origin)
    {
        builder.RequireFreePort(name, settings.GatewayPort, Settings.GatewayPortKey, "--gateway-port");
        var data = PrivateDirectory.Path(builder, settings.DataDirectory, name);
        return builder.AddService<Projects.Gateway>(name, settings.GatewayPort)
            .WithPublicOrigin("Mcp", origin)
            .WithEnvironment("Mcp__Audit__Directory", Path.Combine(data, "audit"))
            .WithExternalHttpEndpoints()
            .WithUrlForEndpoint("http", url =>
            {
                url.DisplayText = "MCP";
                url.Url += "/mcp";
            });
    }

    /// <summary>
    /// Whose tokens count, and which of them no longer do. Only the public endpoint of identity is handed over, not the
    /// operator's.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithIssuer(
        this IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ProjectResource> identity,
        PublicOrigin origin,
        IResourceBuilder<ParameterResource> key) => gateway
        .WithReference(identity.GetEndpoint("http"))
        .WithEnvironment("Mcp__Authorization__Issuer", origin.Of(identity))
        .WithEnvironment(
            "Mcp__Authorization__JwksAddress", $"http://{identity.Resource.Name}/.well-known/jwks")
        .WithEnvironment(
            "Mcp__Authorization__RevocationsAddress", $"http://{identity.Resource.Name}/connect/revocations")
        .WithEnvironment("Mcp__Authorization__RevocationsKey", key);

    public static IResourceBuilder<ProjectResource> WithBackend(
        this IResourceBuilder<ProjectResource> gateway, IResourceBuilder<ProjectResource> backend) => gateway
        .WithReference(backend.GetEndpoint("http"))
        .WithEnvironment($"Mcp__Servers__{backend.Resource.Name}__Url", $"http://{backend.Resource.Name}/mcp");
}
