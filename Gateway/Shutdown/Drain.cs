using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Shutdown;

/// <summary>
/// The order of leaving. First the gateway only says that it is no longer ready, and goes on serving, until whoever
/// balances over several gateways has noticed. Then streams that wait for news end, the listener closes, and what has
/// begun is answered.
/// </summary>
internal sealed partial class Drain(IOptions<McpOptions> options, TimeProvider time, ILogger<Drain> logger)
    : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private volatile bool _isLeaving;

    /// <summary>Whether the gateway is about to stop.</summary>
    public bool IsLeaving => _isLeaving;

    /// <summary>Cancelled when no more requests are accepted.</summary>
    public CancellationToken Closing => _closing.Token;

    /// <summary>The host calls this before it stops any service, the listener being one.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        if (_isLeaving)
            return;

        _isLeaving = true;
        var delay = options.Value.DrainDelay;
        LogLeaving(delay);
        try
        {
            if (delay > TimeSpan.Zero)
                await Task.Delay(delay, time, cancellationToken);
        }
        finally
        {
            await _closing.CancelAsync();
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _closing.Dispose();

    [LoggerMessage(LogLevel.Information, "Leaving: no longer ready; the listener closes after {Delay}")]
    private partial void LogLeaving(TimeSpan delay);
}
