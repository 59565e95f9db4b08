using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace Aspire.StackExchange.Redis;

/// <summary>Opens the connection before the first request, where a service asked for that.</summary>
internal sealed class ConnectAtStart(Func<IConnectionMultiplexer> connect) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        connect();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
