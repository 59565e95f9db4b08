using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource and tells those who wait for one.</summary>
public class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, ResourceEvent> _current = new(StringComparer.OrdinalIgnoreCase);
    private readonly CancellationToken _stopping;
    private TaskCompletionSource _changed = NewSignal();

    internal ResourceNotificationService(IHostApplicationLifetime lifetime) => _stopping = lifetime.ApplicationStopping;

    public Task PublishUpdateAsync(
        IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        _current.AddOrUpdate(
            resource.Name,
            _ => new(resource, resource.Name, stateFactory(new CustomResourceSnapshot())),
            (_, last) => new(resource, resource.Name, stateFactory(last.Snapshot)));
        Interlocked.Exchange(ref _changed, NewSignal()).TrySetResult();
        return Task.CompletedTask;
    }

    public Task WaitForResourceAsync(
        string resourceName, string? targetState = null, CancellationToken cancellationToken = default)
    {
        targetState ??= KnownResourceStates.Running;
        return WaitForResourceAsync(
            resourceName, change => change.Snapshot.State?.Text == targetState, cancellationToken);
    }

    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping);
        while (true)
        {
            // Taken before looking, so that a change in between is not missed.
            var signal = Volatile.Read(ref _changed).Task;
            if (_current.TryGetValue(resourceName, out var last) && predicate(last))
                return last;
            await signal.WaitAsync(either.Token);
        }
    }

    public Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, CancellationToken cancellationToken = default) =>
        WaitForResourceHealthyAsync(resourceName, WaitBehavior.StopOnResourceUnavailable, cancellationToken);

    /// <summary>
    /// Waits until the resource is healthy, or throws when it ended instead and the wait shall stop then.
    /// </summary>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(
        string resourceName, WaitBehavior waitBehavior, CancellationToken cancellationToken = default)
    {
        var stops = waitBehavior == WaitBehavior.StopOnResourceUnavailable;
        var last = await WaitForResourceAsync(
            resourceName,
            change => change.Snapshot.HealthStatus == HealthStatus.Healthy || (stops && HasEnded(change)),
            cancellationToken);
        return HasEnded(last)
            ? throw new DistributedApplicationException(
                $"The resource '{resourceName}' ended before it was healthy ({last.Snapshot.State?.Text}).")
            : last;
    }

    internal ResourceEvent? Find(IResource resource) => _current.GetValueOrDefault(resource.Name);

    private static bool HasEnded(ResourceEvent change) =>
        KnownResourceStates.TerminalStates.Contains(change.Snapshot.State?.Text);

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
