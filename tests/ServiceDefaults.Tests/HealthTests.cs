using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.ServiceDefaults.Tests;

public sealed class HealthTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    public async Task A_healthy_service_answers_one_word(string path)
    {
        await using var service = await TestService.StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };

        using var response = await client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", await response.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task A_lost_dependency_ends_readiness_and_not_liveness()
    {
        await using var service = await TestService.StartAsync(builder => builder.Services.AddHealthChecks()
            .AddCheck("dependency", () => HealthCheckResult.Unhealthy("connection to 10.0.0.7 refused")));
        using var client = new HttpClient { BaseAddress = service.Address };

        using var ready = await client.GetAsync("/health", Cancellation);
        using var alive = await client.GetAsync("/alive", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
        // Which dependency, and where, is for the log and not for whoever asks.
        Assert.Equal("Unhealthy", await ready.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Health_answers_are_not_cached()
    {
        await using var service = await TestService.StartAsync();
        using var client = new HttpClient { BaseAddress = service.Address };

        using var response = await client.GetAsync("/health", Cancellation);

        Assert.True(response.Headers.CacheControl?.NoStore);
    }
}
