using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.ServiceDefaults.Tests;

public sealed class ExtensionsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_finds_a_service_by_its_name()
    {
        await using var called = await TestService.StartAsync(map: app => app.MapGet("/", () => "found"));
        await using var caller = await TestService.StartAsync(settings: Discovery(called));

        var answer = await Client(caller).GetStringAsync("http://called/", Cancellation);

        Assert.Equal("found", answer);
    }

    [Fact]
    public async Task A_failed_request_is_not_repeated()
    {
        var requests = 0;
        await using var called = await TestService.StartAsync(map: app => app.MapPost("/", () =>
        {
            Interlocked.Increment(ref requests);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }));
        await using var caller = await TestService.StartAsync(settings: Discovery(called));

        using var response = await Client(caller).PostAsync("http://called/", content: null, Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(1, requests);
    }

    private static Dictionary<string, string?> Discovery(TestService called) =>
        new() { ["services:called:http:0"] = called.Address.Authority };

    private static HttpClient Client(TestService service) =>
        service.Services.GetRequiredService<IHttpClientFactory>().CreateClient();
}
