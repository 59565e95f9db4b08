using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.OfflineAspire.Running;

/// <summary>One resource from waiting for others to its end. Nothing is started a second time.</summary>
internal sealed class ResourceRun(
    IResource resource,
    ResourceRunServices services,
    Func<CustomResourceSnapshot, Task> beforeFirstHealthy)
{
    private readonly ResourceLines _lines = new(resource.Name, services.Output);
    private readonly CancellationTokenSource _stopping = new();
    private ChildProcess? _child;
    private bool _wasHealthy;
    private Task _execution = Task.CompletedTask;

    public IResource Resource => resource;

    public void Begin() => _execution = ExecuteAsync();

    /// <summary>Ends the program, or the wait for the moment to start it.</summary>
    public async Task StopAsync()
    {
        await _stopping.CancelAsync();
        if (_child is not null)
            await _child.StopAsync();
        await _execution;
        _child?.Dispose();
    }

    private async Task ExecuteAsync()
    {
        try
        {
            await WaitAsync();
            await PublishAsync(state => state with { State = KnownResourceStates.Starting });
            await StartAsync();
            await RunAsync();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            await PublishAsync(state => state with { State = KnownResourceStates.NotStarted });
        }
        catch (Exception error)
        {
            services.Output.Problem($"{resource.Name} does not start: {error.Message}");
            await PublishAsync(state => state with { State = KnownResourceStates.FailedToStart });
        }
    }

    private async Task WaitAsync()
    {
        var waits = resource.Annotations.OfType<WaitAnnotation>().ToArray();
        if (waits.Length > 0)
            await PublishAsync(state => state with { State = KnownResourceStates.Waiting });
        foreach (var wait in waits)
            await services.Notifications.WaitForResourceHealthyAsync(wait.Resource.Name, _stopping.Token);
    }

    private async Task StartAsync()
    {
        var configuration = await ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig()
            .BuildAsync(services.Context, null, _stopping.Token);
        if (configuration.Exception is { } error)
            throw new DistributedApplicationException(error.InnerException?.Message ?? error.Message);

        var environment = await TelemetryReceiver.WithholdIfAbsentAsync(
            configuration.EnvironmentVariables, _stopping.Token);
        var command = await services.Commands.CreateAsync(resource, _stopping.Token);
        _stopping.Token.ThrowIfCancellationRequested();
        _child = ChildProcess.Start(command, environment, _lines, services.Watchdog, services.Path, services.Time);

        // Whoever stopped the run in this very moment saw no child yet.
        if (_stopping.IsCancellationRequested)
            await _child.StopAsync();
    }

    private async Task RunAsync()
    {
        await PublishAsync(state => state with
        {
            State = KnownResourceStates.Running,
            Properties = [new("executable.pid", _child!.Id)],
            Urls = [.. ResourceUrls.Of(resource)],
        });
        using var ended = new CancellationTokenSource();
        var watch = services.Health.WatchAsync(resource, PublishHealthAsync, ended.Token);
        var exitCode = await _child!.Exited;
        await ended.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await PublishEndAsync(exitCode);
    }

    private async Task PublishHealthAsync(HealthStatus health)
    {
        if (health == HealthStatus.Healthy && !_wasHealthy)
        {
            _wasHealthy = true;
            await beforeFirstHealthy(services.Notifications.Find(resource)!.Snapshot);
        }

        await PublishAsync(state => state with { HealthStatus = health });
    }

    private Task PublishEndAsync(int exitCode)
    {
        if (!_stopping.IsCancellationRequested)
            services.Output.Problem(CrashReport.Format(resource.Name, exitCode, _lines.Last()));
        return PublishAsync(state => state with
        {
            State = exitCode == 0 ? KnownResourceStates.Finished : KnownResourceStates.Exited,
            ExitCode = exitCode,
            HealthStatus = null,
        });
    }

    private Task PublishAsync(Func<CustomResourceSnapshot, CustomResourceSnapshot> change) =>
        services.Notifications.PublishUpdateAsync(resource, change);
}
