using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.OfflineAspire.Running;

/// <summary>
/// Asks the health checks of a resource again and again, often until it is healthy and then now and then.
/// </summary>
internal sealed class ResourceHealth(HealthCheckService checks, TimeProvider time)
{
    private static readonly TimeSpan WhileStarting = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan OnceHealthy = TimeSpan.FromSeconds(10);

    public async Task WatchAsync(
        IResource resource, Func<HealthStatus, Task> changed, CancellationToken cancellationToken)
    {
        var keys = resource.Annotations.OfType<HealthCheckAnnotation>().Select(check => check.Key).ToHashSet();
        if (keys.Count == 0)
        {
            await changed(HealthStatus.Healthy);
            return;
        }

        HealthStatus? last = null;
        while (true)
        {
            var report = await checks.CheckHealthAsync(check => keys.Contains(check.Name), cancellationToken);
            if (report.Status != last)
                await changed(report.Status);
            last = report.Status;
            await Task.Delay(last == HealthStatus.Healthy ? OnceHealthy : WhileStarting, time, cancellationToken);
        }
    }
}
