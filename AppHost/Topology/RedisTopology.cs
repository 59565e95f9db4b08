namespace McpAspire.AppHost.Topology;

internal static class RedisTopology
{
    /// <summary>
    /// Sessions outlive a restart: in the data directory on a developer's machine, in a volume elsewhere.
    /// </summary>
    public static IResourceBuilder<RedisResource> WithDataIn(
        this IResourceBuilder<RedisResource> redis, string directory) =>
        redis.ApplicationBuilder.ExecutionContext.IsRunMode
            ? redis.WithDataBindMount(PrivateDirectory.Path(redis.ApplicationBuilder, directory, redis.Resource.Name))
            : redis.WithDataVolume();
}
