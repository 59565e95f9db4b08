using System.Security.Cryptography;
using McpAspire.Identity.Startup;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>Has the keys ready before the service listens, and follows every change from then on.</summary>
internal sealed partial class KeyWatch(
    KeyRing ring,
    IServiceScopeFactory scopes,
    IOptions<KeyRotationOptions> options,
    TimeProvider clock,
    ILogger<KeyWatch> logger) : BackgroundService
{
    private string? _problem;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await InScopeAsync<FirstKeys>(first => first.EnsureAsync(cancellationToken));
            await ring.ReloadAsync(cancellationToken);
        }
        catch (CryptographicException exception)
        {
            throw new StartupException(exception.Message);
        }

        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryFollowAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The service stops.
        }
    }

    private async Task TryFollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rows = await ring.ReloadAsync(cancellationToken);
            await InScopeAsync<KeyRotation>(rotation => rotation.KeepScheduleAsync(rows, cancellationToken));
            if (_problem is not null)
                LogMended();
            _problem = null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            // The keys that are known stay in use; a row that somebody tampered with does not replace them. Told once:
            // the next look is in seconds.
            if (_problem != exception.Message)
                LogFailed(exception);
            _problem = exception.Message;
        }
    }

    private async Task InScopeAsync<T>(Func<T, Task> action)
        where T : notnull
    {
        await using var scope = scopes.CreateAsyncScope();
        await action(scope.ServiceProvider.GetRequiredService<T>());
    }

    [LoggerMessage(LogLevel.Error, "The keys of the token server could not be read or renewed; those that are known "
        + "stay in use")]
    private partial void LogFailed(Exception exception);

    [LoggerMessage(LogLevel.Information, "The keys of the token server can be read again")]
    private partial void LogMended();
}
