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
    private readonly ResourceLines lines = new(resource.Name, services.Output);
    private readonly CancellationTokenSource stopping = new();
    private ChildProcess? child;
    private bool wasHealthy;
    private Task execution = Task.CompletedTask;

    public IResource Resource => resource;

    public void Begin() => execution = ExecuteAsync();

    /// <summary>Ends the program, or the wait for the moment to start it.</summary>
    public async Task StopAsync()
    {
        await stopping.CancelAsync();
        if (child is not null)
            await child.StopAsync();
        await execution;
        child?.Dispose();
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
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
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
            await services.Notifications.WaitForResourceHealthyAsync(wait.Resource.Name, stopping.Token);
    }

    private async Task StartAsync()
    {
        var configuration = await ExecutionConfigurationBuilder.Create(resource).WithEnvironmentVariablesConfig()
            .BuildAsync(services.Context, null, stopping.Token);
        if (configuration.Exception is { } error)
            throw new DistributedApplicationException(error.InnerException?.Message ?? error.Message);

        var environment = await TelemetryReceiver.WithholdIfAbsentAsync(
            configuration.EnvironmentVariables, stopping.Token);
        var command = await services.Commands.CreateAsync(resource, stopping.Token);
        stopping.Token.ThrowIfCancellationRequested();
        child = ChildProcess.Start(command, environment, lines, services.Watchdog, services.Path, services.Time);

        // Whoever stopped the run in this very moment saw no child yet.
        if (stopping.IsCancellationRequested)
            await child.StopAsync();
    }

    private async Task RunAsync()
    {
        await PublishAsync(state => state with
        {
            State = KnownResourceStates.Running,
            Properties = [new("executable.pid", child!.Id)],
            Urls = [.. ResourceUrls.Of(resource)],
        });
        using var ended = new CancellationTokenSource();
        var watch = services.Health.WatchAsync(resource, PublishHealthAsync, ended.Token);
        var exitCode = await child!.Exited;
        await ended.CancelAsync();
        await watch.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await PublishEndAsync(exitCode);
    }

    private async Task PublishHealthAsync(HealthStatus health)
    {
        if (health == HealthStatus.Healthy && !wasHealthy)
        {
            wasHealthy = true;
            await beforeFirstHealthy(services.Notifications.Find(resource)!.Snapshot);
        }

        await PublishAsync(state => state with { HealthStatus = health });
    }

    private Task PublishEndAsync(int exitCode)
    {
        if (!stopping.IsCancellationRequested)
            services.Output.Problem(CrashReport.Format(resource.Name, exitCode, lines.Last()));
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
