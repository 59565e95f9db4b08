using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpAspire.Gateway.Tests.Shutdown;

public sealed class DrainTests : IAsyncLifetime
{
    private GatewayHost _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayHost.StartAsync(new() { ["Mcp:DrainDelay"] = "00:00:01" });
        _client = _gateway.CreateAuthorizedClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task While_leaving_it_is_not_ready_and_serves_all_the_same()
    {
        var stop = StopAsync();
        await Eventually.HoldsAsync(async () => await HealthAsync() == HttpStatusCode.ServiceUnavailable, "not ready");

        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.ConnectionClose);
        Assert.False(stop.IsCompleted);
        await stop.Within();
    }

    [Fact]
    public async Task What_has_begun_is_answered_after_the_listener_has_closed()
    {
        var held = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        _gateway.Backend.Answer = async http =>
        {
            reached.SetResult();
            await held.Task;
            await ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{"late":true}}""")(http);
        };
        var call = _client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        await reached.Task.Within();

        var stop = StopAsync();
        await Eventually.HoldsAsync(IsClosedAsync, "the listener is closed");
        Assert.False(stop.IsCompleted);
        held.SetResult();

        using var response = await call;
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("late", await response.TextAsync());
        await stop.Within();
    }

    [Fact]
    public async Task A_stream_of_news_ends_only_when_the_listener_closes()
    {
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var response = await _client.AskAsync(new(HttpMethod.Get, Rpc.Path));
        var text = response.TextAsync();

        var stop = StopAsync();
        await Eventually.HoldsAsync(async () => await HealthAsync() == HttpStatusCode.ServiceUnavailable, "not ready");
        Assert.False(text.IsCompleted);

        await stop.Within();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => text);
    }

    private Task StopAsync() => Task.Run(
        () => _gateway.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken));

    private async Task<HttpStatusCode> HealthAsync()
    {
        using var response = await _client.AskAsync(new(HttpMethod.Get, "/health"));
        return response.StatusCode;
    }

    private async Task<bool> IsClosedAsync()
    {
        using var fresh = _gateway.CreateClient();
        try
        {
            using var response = await fresh.AskAsync(new(HttpMethod.Get, "/alive"));
            return false;
        }
        catch (HttpRequestException)
        {
            return true;
        }
    }
}
