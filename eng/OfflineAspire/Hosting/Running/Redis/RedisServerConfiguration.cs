using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>The configuration that redis-server reads from its standard input.</summary>
internal static class RedisServerConfiguration
{
    public static string Write(int port, string? password, string? data, RedisResource redis)
    {
        var save = redis.TryGetLastAnnotation<RedisPersistence>(out var persistence) && data is not null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{persistence.Interval.TotalSeconds:0} {persistence.KeysChangedThreshold}")
            : "\"\"";
        List<string> lines = ["bind 127.0.0.1 -::1", $"port {port}", "daemonize no", $"save {save}"];
        if (data is not null)
            lines.Add($"dir {Quote(data)}");
        if (password is not null)
            lines.Add($"requirepass {Quote(password)}");
        return string.Join('\n', lines) + "\n";
    }

    private static string Quote(string value) =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
