using System.Globalization;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>Redis is the machine's redis-server, or Garnet where there is none.</summary>
internal sealed class RedisCommand(SearchPath path, string? garnet)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public async Task<ChildCommand> CreateAsync(RedisResource redis, CancellationToken cancellationToken)
    {
        var port = redis.PrimaryEndpoint.Port;
        var password = redis.PasswordParameter is { } parameter
            ? await parameter.GetValueAsync(cancellationToken)
            : null;
        if (path.Find("redis-server") is { } server)
        {
            var data = DataFolder(redis, "redis-server");
            return new(server, ["-"], data ?? Path.GetTempPath())
            {
                StandardInput = RedisServerConfiguration.Write(port, password, data, redis),
            };
        }

        if (garnet is null || !File.Exists(garnet))
        {
            throw new DistributedApplicationException(
                $"'{redis.Name}' finds neither redis-server on the PATH nor Garnet: "
                + "install redis-server or build the AppHost.");
        }

        var folder = DataFolder(redis, "garnet");
        return new(
            DotnetHost.Path,
            [garnet, port.ToString(CultureInfo.InvariantCulture), .. folder is null ? [] : new[] { folder }],
            folder ?? Path.GetTempPath());
    }

    /// <summary>
    /// Neither server can read what the other wrote, nor a redis-server what the newer one of a container wrote.
    /// </summary>
    private static string? DataFolder(RedisResource redis, string server)
    {
        var mount = redis.Annotations.OfType<ContainerMountAnnotation>()
            .LastOrDefault(mount => mount is { Type: ContainerMountType.BindMount, Source: not null });
        if (mount is null)
            return null;
        var folder = Path.Combine(mount.Source!, server);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, OwnerOnly);
        return folder;
    }
}
