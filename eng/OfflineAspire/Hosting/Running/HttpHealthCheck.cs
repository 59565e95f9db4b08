using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.OfflineAspire.Running;

internal sealed class HttpHealthCheck(
    IHttpClientFactory clients, EndpointReference endpoint, string path, int expectedStatus) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!endpoint.IsAllocated)
            return HealthCheckResult.Unhealthy("It has no address yet.");

        using var client = clients.CreateClient(nameof(HttpHealthCheck));
        client.Timeout = Patience;
        try
        {
            using var response = await client.GetAsync(endpoint.Url + path, cancellationToken);
            return (int)response.StatusCode == expectedStatus
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy($"{path} answers {(int)response.StatusCode}.");
        }
        catch (Exception error) when (
            error is HttpRequestException
            || (error is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy(error.Message);
        }
    }
}
