using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>Knows which program a resource is.</summary>
internal sealed class CommandFactory(RedisCommand redis)
{
    /// <summary>Containers other than Redis need a container engine, hence the real Aspire.</summary>
    public static bool CanStart(IResource resource) => resource is ProjectResource or RedisResource;

    public async Task<ChildCommand> CreateAsync(IResource resource, CancellationToken cancellationToken) =>
        resource switch
        {
            ProjectResource project => ProjectCommand.Create(project),
            RedisResource server => await redis.CreateAsync(server, cancellationToken),
            _ => throw new DistributedApplicationException($"'{resource.Name}' needs the real Aspire."),
        };
}
