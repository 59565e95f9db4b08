using System.Net.Sockets;
using System.Text;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// PING in the protocol itself (RESP); a client library would be larger than the rest of the AppHost.
/// </summary>
internal sealed class RedisHealthCheck(RedisResource redis) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", redis.PrimaryEndpoint.Port, cancellationToken);
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream);
            if (redis.PasswordParameter is { } parameter)
            {
                var password = await parameter.GetValueAsync(cancellationToken) ?? "";
                await SendAsync(stream, reader, ["AUTH", password], cancellationToken);
            }

            var answer = await SendAsync(stream, reader, ["PING"], cancellationToken);
            return answer == "+PONG" ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(answer);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            return HealthCheckResult.Unhealthy(error.Message);
        }
    }

    private static async Task<string?> SendAsync(
        Stream stream, StreamReader reader, string[] words, CancellationToken cancellationToken)
    {
        var command = new StringBuilder($"*{words.Length}\r\n");
        foreach (var word in words)
            command.Append($"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()), cancellationToken);
        return await reader.ReadLineAsync(cancellationToken);
    }
}
