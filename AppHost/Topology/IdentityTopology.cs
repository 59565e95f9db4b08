namespace McpAspire.AppHost.Topology;

internal static class IdentityTopology
{
    public static IResourceBuilder<ProjectResource> AddIdentity(
        this IDistributedApplicationBuilder builder, string name, Settings settings, PublicOrigin origin)
    {
        builder.RequireFreePort(name, settings.IdentityPort, Settings.IdentityPortKey, "--identity-port");
        var data = PrivateDirectory.Path(builder, settings.DataDirectory, name);
        return builder.AddService<Projects.Identity>(name, settings.IdentityPort)
            .WithPublicOrigin("Identity", origin)
            .WithEnvironment("ConnectionStrings__identity", $"Data Source={Path.Combine(data, "identity.db")}")
            .WithEnvironment("Identity__KeysDirectory", Path.Combine(data, "keys"))
            .WithUrlForEndpoint("http", url => url.DisplayText = "sign in");
    }

    /// <summary>The password counts only where there is no administrator yet, or where a reset was asked for.</summary>
    public static IResourceBuilder<ProjectResource> WithAdministrator(
        this IResourceBuilder<ProjectResource> identity, IResourceBuilder<ParameterResource> password, bool reset)
    {
        identity.WithEnvironment("Identity__Administrator__Password", password);
        return reset ? identity.WithEnvironment("Identity__Administrator__Reset", "true") : identity;
    }

    /// <summary>
    /// The operator's listener has a port of its own, which no tunnel leads to, and wants a key all the same: every
    /// process on this machine can reach it.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithOperator(
        this IResourceBuilder<ProjectResource> identity, IResourceBuilder<ParameterResource> key) => identity
        .WithHttpEndpoint(name: OperatorApi.EndpointName, env: "OPERATOR_PORT")
        .WithUrlForEndpoint(
            OperatorApi.EndpointName, url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
        .WithEnvironment("Identity__Operator__Key", key)
        .WithOperatorCommands(key);

    /// <summary>What the gateway shows when it asks which tokens were revoked.</summary>
    public static IResourceBuilder<ProjectResource> WithGatewayKey(
        this IResourceBuilder<ProjectResource> identity, IResourceBuilder<ParameterResource> key) =>
        identity.WithEnvironment("Identity__Gateway__Key", key);

    /// <summary>
    /// Tokens are for the gateway's endpoints, and for the one backend where a client does not say which.
    /// </summary>
    public static IResourceBuilder<ProjectResource> WithResourcesOf(
        this IResourceBuilder<ProjectResource> identity,
        IResourceBuilder<ProjectResource> gateway,
        IResourceBuilder<ProjectResource> @default,
        PublicOrigin origin) => identity
        .WithEnvironment("Identity__Resources__0", $"{origin.Of(gateway)}/mcp")
        .WithEnvironment("Identity__DefaultResource", $"{origin.Of(gateway)}/mcp/{@default.Resource.Name}");
}
