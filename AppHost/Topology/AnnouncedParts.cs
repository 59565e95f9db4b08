namespace McpAspire.AppHost.Topology;

/// <summary>What the announcement speaks about.</summary>
internal sealed record AnnouncedParts(
    IResourceBuilder<ProjectResource> Gateway,
    IResourceBuilder<ProjectResource> Identity,
    IResourceBuilder<ProjectResource> Backend,
    PublicOrigin Origin,
    IResourceBuilder<ParameterResource> AdministratorPassword,
    IResourceBuilder<ParameterResource> OperatorKey);
