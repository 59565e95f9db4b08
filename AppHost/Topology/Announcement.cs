using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace McpAspire.AppHost.Topology;

/// <summary>
/// Waits until everything is healthy and then says how to use it; where something ends before, the start has failed and
/// the application stops. Written to the terminal alone, since a one-time password has no place in a log.
/// </summary>
internal sealed class Announcement(
    AnnouncedParts parts,
    DistributedApplicationModel model,
    ResourceNotificationService notifications,
    IHostApplicationLifetime lifetime,
    IHttpClientFactory clients,
    TimeProvider time) : BackgroundService
{
    private const string Dashboard = "aspire-dashboard";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WaitForAllAsync(stoppingToken);
            await Console.Out.WriteLineAsync(await ComposeAsync(stoppingToken));
        }
        catch (Exception error) when (error is DistributedApplicationException or HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"The start failed: {error.Message}");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private async Task WaitForAllAsync(CancellationToken cancellationToken)
    {
        var waits = model.Resources
            .Where(resource => resource is ProjectResource or ContainerResource
                && !resource.Annotations.OfType<ExplicitStartupAnnotation>().Any())
            .Select(resource => notifications.WaitForResourceHealthyAsync(resource.Name, cancellationToken))
            .ToArray();
        await foreach (var wait in Task.WhenEach(waits))
            await wait;
    }

    private async Task<string> ComposeAsync(CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(nameof(Announcement));
        var administrator = await OperatorApi.ReadAdministratorAsync(
            client, parts.Identity, parts.OperatorKey, cancellationToken);
        var password = administrator is { OneTimePasswordPending: true, SetAtThisStart: true }
            ? await parts.AdministratorPassword.Resource.GetValueAsync(cancellationToken)
            : null;
        return AnnouncementText.Compose(
            await parts.Origin.Of(parts.Gateway).GetValueAsync(cancellationToken) ?? "",
            await parts.Origin.Of(parts.Identity).GetValueAsync(cancellationToken) ?? "",
            parts.Backend.Resource.Name,
            administrator!,
            password,
            model.Resources.Any(resource => resource.Name == Dashboard),
            SinceStart());
    }

    private TimeSpan SinceStart()
    {
        using var process = Process.GetCurrentProcess();
        return time.GetUtcNow() - process.StartTime;
    }
}
