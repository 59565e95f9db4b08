namespace McpAspire.AppHost.Topology;

/// <summary>What the projects have in common.</summary>
internal static class ServiceTopology
{
    /// <summary>A web service that is ready when /health says so, and runs in the environment of the AppHost.</summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(
        this IDistributedApplicationBuilder builder, string name, int? port = null)
        where TProject : IProjectMetadata, new()
    {
        var service = builder.AddProject<TProject>(name, launchProfileName: null)
            .WithHttpEndpoint(port: port, name: "http")
            .WithHttpHealthCheck("/health");
        return builder.ExecutionContext.IsRunMode
            ? service.WithEnvironment("DOTNET_ENVIRONMENT", builder.Environment.EnvironmentName)
            : service.DisableForwardedHeaders();
    }

    /// <summary>
    /// The origin that clients see, in the service's own section. Health checks and the other services use the endpoint
    /// instead, so its name is allowed as well.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithPublicOrigin(
        this IResourceBuilder<ProjectResource> service, string section, PublicOrigin origin) => service
        .WithEnvironment($"{section}__PublicOrigin", origin.Of(service))
        .WithEnvironment(
            $"{section}__AllowedHosts__0", $"{service.GetEndpoint("http").Property(EndpointProperty.HostAndPort)}");

    /// <summary>An MCP server; it answers at /mcp.</summary>
    public static IResourceBuilder<ProjectResource> AddBackend<TProject>(
        this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new() => builder.AddService<TProject>(name)
        .WithUrlForEndpoint("http", url => url.DisplayText = "directly, without sign-in");
}
