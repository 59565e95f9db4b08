using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace McpAspire.OfflineAspire.Running;

/// <summary>Starts the resources when what they wait for is ready, and stops them in the reverse order.</summary>
internal sealed class Orchestrator(
    DistributedApplicationModel model, ResourceRunServices services, IConfiguration configuration) : IHostedService
{
    private const string NeedsAspire = "needs the real Aspire";
    private readonly List<ResourceRun> _runs = [];
    private int _notYetHealthy;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var resources = model.Resources.Where(resource => resource is not ParameterResource).ToArray();
        PortAllocator.Allocate(resources, configuration.GetValue<bool>(PortAllocator.RandomizePorts));
        foreach (var resource in resources)
        {
            if (StartsByItself(resource))
                _runs.Add(new(resource, services, TableWhenAllAreHealthyAsync));
            else
                await PublishNotStartedAsync(resource);
        }

        _notYetHealthy = _runs.Count;
        _runs.ForEach(run => run.Begin());
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var runOf = _runs.ToDictionary(run => run.Resource);
        foreach (var rank in StopOrder.Of(runOf.Keys))
            await Task.WhenAll(rank.Select(resource => runOf[resource].StopAsync()));
    }

    private static bool StartsByItself(IResource resource) =>
        CommandFactory.CanStart(resource) && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();

    /// <summary>
    /// Those who wait for a container that nobody can start here are told so instead of waiting for ever.
    /// </summary>
    private Task PublishNotStartedAsync(IResource resource)
    {
        var isExplicit = resource.Annotations.OfType<ExplicitStartupAnnotation>().Any();
        return services.Notifications.PublishUpdateAsync(resource, state => state with
        {
            State = isExplicit ? KnownResourceStates.NotStarted : KnownResourceStates.FailedToStart,
        });
    }

    private Task TableWhenAllAreHealthyAsync(CustomResourceSnapshot last)
    {
        if (Interlocked.Decrement(ref _notYetHealthy) == 0)
        {
            var rows = model.Resources.Where(resource => resource is not ParameterResource).Select(Row);
            services.Output.Notice(ResourceTable.Format(rows));
        }

        return Task.CompletedTask;
    }

    private (string Name, string State, IEnumerable<UrlSnapshot> Urls) Row(IResource resource)
    {
        var snapshot = services.Notifications.Find(resource)!.Snapshot;
        var state = snapshot.State?.Text ?? "";
        return (
            resource.Name,
            CommandFactory.CanStart(resource) ? state : $"{state} ({NeedsAspire})",
            snapshot.Urls);
    }
}
