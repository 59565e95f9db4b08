using Aspire.Hosting.ApplicationModel;
using McpAspire.OfflineAspire.Running;
using Microsoft.Extensions.DependencyInjection;

namespace Aspire.Hosting;

/// <summary>Adds Redis.</summary>
public static class RedisBuilderExtensions
{
    private const string DataFolder = "/data";

    public static IResourceBuilder<RedisResource> AddRedis(
        this IDistributedApplicationBuilder builder,
        string name,
        int? port = null,
        IResourceBuilder<ParameterResource>? password = null)
    {
        var redis = new RedisResource(name, password?.Resource ?? GeneratedPassword(builder, name));
        var check = $"{name}_check";
        builder.Services.AddHealthChecks().AddCheck(check, new RedisHealthCheck(redis));
        return builder.AddResource(redis)
            .WithEndpoint(port: port, targetPort: 6379, name: RedisResource.EndpointName, scheme: "redis")
            .WithAnnotation(new ContainerImageAnnotation { Image = "library/redis", Tag = "8.6" })
            .WithHealthCheck(check)
            .WithEnvironment(context => { context.EnvironmentVariables["REDIS_PASSWORD"] = redis.PasswordParameter!; });
    }

    public static IResourceBuilder<RedisResource> WithDataVolume(
        this IResourceBuilder<RedisResource> builder, string? name = null, bool isReadOnly = false) =>
        builder.WithVolume(name ?? $"{builder.Resource.Name}-data", DataFolder, isReadOnly).WithPersistence();

    public static IResourceBuilder<RedisResource> WithDataBindMount(
        this IResourceBuilder<RedisResource> builder, string source, bool isReadOnly = false) =>
        builder.WithBindMount(source, DataFolder, isReadOnly).WithPersistence();

    public static IResourceBuilder<RedisResource> WithPersistence(
        this IResourceBuilder<RedisResource> builder, TimeSpan? interval = null, long keysChangedThreshold = 1) =>
        builder.WithAnnotation(
            new RedisPersistence(interval ?? TimeSpan.FromSeconds(60), keysChangedThreshold),
            ResourceAnnotationMutationBehavior.Replace);

    private static ParameterResource GeneratedPassword(IDistributedApplicationBuilder builder, string name) => new(
        $"{name}-password",
        unset => builder.Configuration[$"Parameters:{name}-password"] ?? unset!.GetDefaultValue(),
        secret: true) { Default = new GenerateParameterDefault { Special = false } };
}
