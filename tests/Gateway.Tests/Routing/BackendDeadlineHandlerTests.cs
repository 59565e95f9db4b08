using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Routing;

public sealed class BackendDeadlineHandlerTests : IAsyncLifetime
{
    private readonly TaskCompletionSource _release = new();
    private GatewayHost _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayHost.StartAsync(new() { ["Mcp:BackendTimeout"] = "00:00:00.3" });
        _client = _gateway.CreateAuthorizedClient();
    }

    [Fact]
    public async Task A_backend_that_says_nothing_gives_504_in_time()
    {
        _gateway.Backend.Answer = _ => _release.Task;

        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
    }

    [Fact]
    public async Task A_backend_that_says_nothing_after_its_headers_gives_504_in_time()
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.Body.FlushAsync();
            await _release.Task;
        };

        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
    }

    [Fact]
    public async Task A_backend_that_stops_in_the_middle_of_JSON_gives_504_in_time()
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync("{");
            await http.Response.Body.FlushAsync();
            await _release.Task;
        };

        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal(-32603, (int?)(await response.ErrorAsync())["code"]);
    }

    [Fact]
    public async Task A_stream_may_be_silent_for_longer_than_that()
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await _release.Task;
            await http.Response.WriteAsync(Rpc.Progress("late"));
        };
        using var request = new HttpRequestMessage(HttpMethod.Get, Rpc.Path).With(("Accept", "text/event-stream"));

        using var response = await _client.AskAsync(request);
        var reading = response.TextAsync();
        var silence = reading.WaitAsync(TimeSpan.FromSeconds(1), CancellationToken.None);
        await Assert.ThrowsAsync<TimeoutException>(() => silence);
        _release.SetResult();

        Assert.Equal(Rpc.Progress("late"), await reading.Within());
    }

    public async ValueTask DisposeAsync()
    {
        _release.TrySetResult();
        _client.Dispose();
        await _gateway.DisposeAsync();
    }
}
