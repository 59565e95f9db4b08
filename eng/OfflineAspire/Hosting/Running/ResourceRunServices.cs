using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.OfflineAspire.Running;

/// <summary>What every run of a resource needs.</summary>
internal sealed record ResourceRunServices(
    DistributedApplicationExecutionContext Context,
    ResourceNotificationService Notifications,
    CommandFactory Commands,
    ResourceHealth Health,
    Watchdog Watchdog,
    SearchPath Path,
    IOutput Output,
    TimeProvider Time);
