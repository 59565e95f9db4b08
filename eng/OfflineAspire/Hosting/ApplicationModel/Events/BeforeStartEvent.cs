using Aspire.Hosting.Eventing;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Raised before anything starts. An exception stops the start.</summary>
public class BeforeStartEvent(IServiceProvider services, DistributedApplicationModel model)
    : IDistributedApplicationEvent
{
    public IServiceProvider Services { get; } = services;

    public DistributedApplicationModel Model { get; } = model;
}
