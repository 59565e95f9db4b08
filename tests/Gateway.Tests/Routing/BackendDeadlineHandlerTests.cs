using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class BackendDeadlineHandlerTests : IAsyncLifetime
{
    private readonly TaskCompletionSource release = new();
    private GatewayHost gateway = null!;
    private HttpClient client = null!;

    public async ValueTask InitializeAsync()
    {
        gateway = await GatewayHost.StartAsync(new() { ["Mcp:BackendTimeout"] = "00:00:00.3" });
        client = gateway.CreateAuthorizedClient();
    }

    [Fact]
    public async Task A_backend_that_says_nothing_gives_504_in_time()
    {
        gateway.Backend.Answer = _ => release.Task;

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
    }

    [Fact]
    public async Task A_backend_that_says_nothing_after_its_headers_gives_504_in_time()
    {
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.FlushAsync();
            await release.Task;
        };

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task A_backend_that_stops_in_the_middle_of_JSON_breaks_the_answer_off()
    {
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{");
            await http.Response.Body.FlushAsync();
            await release.Task;
        };

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        await Assert.ThrowsAnyAsync<HttpRequestException>(response.TextAsync).Within();
    }

    [Fact]
    public async Task A_stream_may_be_silent_for_longer_than_that()
    {
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await release.Task;
            await http.Response.WriteAsync("data: late\n\n");
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, Rpc.Path).With(("Accept", "text/event-stream"));

        using var response = await client.AskAsync(request);
        var reading = response.TextAsync();
        var silence = reading.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        await Assert.ThrowsAsync<TimeoutException>(() => silence);
        release.SetResult();

        Assert.Equal("data: late\n\n", await reading.Within());
    }

    public async ValueTask DisposeAsync()
    {
        release.TrySetResult();
        client.Dispose();
        await gateway.DisposeAsync();
    }
}
