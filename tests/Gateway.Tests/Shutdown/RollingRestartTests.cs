using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpAspire.Gateway.Tests.Shutdown;

/// <summary>Replicas leave and come back one after the other while eight callers call a tool without pause.</summary>
public sealed class RollingRestartTests
{
    private readonly ConcurrentDictionary<int, int> _runs = new();
    private int _calls;

    [Fact]
    public async Task Of_backends_loses_no_call_and_runs_no_tool_twice()
    {
        await using var first = await Backend.StartAsync(_runs);
        await using var second = await Backend.StartAsync(_runs);
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:everything:Url"] = first.Endpoint,
            ["Mcp:Servers:everything:Urls:0"] = second.Endpoint,
            ["Mcp:Servers:everything:Circuit:Enabled"] = "true",
            ["Mcp:Servers:everything:Health:Path"] = "/health",
            ["Mcp:Servers:everything:Health:Interval"] = "00:00:00.1",
        });
        using var client = gateway.CreateAuthorizedClient();
        using var stop = new CancellationTokenSource();
        var load = Load(() => client, stop.Token);

        foreach (var backend in (Backend[])[first, second])
        {
            gateway.Log.Lines.Clear();
            backend.IsReady = false;
            await gateway.Log.SaysAsync("gets no more requests while others do: status 503");
            await backend.RestartAsync();
            backend.IsReady = true;
            await gateway.Log.SaysAsync("is healthy again");
            await backend.IsUsedAsync();
        }

        await stop.CancelAsync();
        await NothingIsLostAsync(load);
    }

    [Fact]
    public async Task Of_gateways_loses_no_call_and_runs_no_tool_twice()
    {
        await using var backend = await Backend.StartAsync(_runs);
        var first = await StartGatewayAsync(backend);
        var second = await StartGatewayAsync(backend);
        // What a balancer does: it sends to those that were ready when it last looked, and it looks now and then.
        var balancer = new ConcurrentDictionary<GatewayHost, HttpClient>();
        balancer[first] = first.CreateAuthorizedClient();
        balancer[second] = second.CreateAuthorizedClient();
        using var stop = new CancellationTokenSource();
        var turn = 0;
        var load = Load(
            () =>
            {
                var ready = balancer.Values.ToArray();
                return ready[Interlocked.Increment(ref turn) % ready.Length];
            },
            stop.Token);

        foreach (var gateway in (GatewayHost[])[first, second])
        {
            var leaving = Task.Run(
                () => gateway.Services.GetRequiredService<IHost>().StopAsync(TestContext.Current.CancellationToken),
                TestContext.Current.CancellationToken);
            await Eventually.HoldsAsync(() => IsNotReadyAsync(gateway), "the gateway says that it leaves");
            balancer.Remove(gateway, out _);
            var calls = Volatile.Read(ref _calls);
            await leaving.Within();
            await Eventually.HoldsAsync(() => Volatile.Read(ref _calls) > calls + 50, "the other serves alone");

            var next = await StartGatewayAsync(backend);
            balancer[next] = next.CreateAuthorizedClient();
        }

        await stop.CancelAsync();
        await NothingIsLostAsync(load);
        foreach (var gateway in balancer.Keys.Append(first).Append(second))
            await gateway.DisposeAsync();
    }

    private static async Task<bool> IsNotReadyAsync(GatewayHost gateway)
    {
        using var client = gateway.CreateClient();
        using var response = await client.AskAsync(new(HttpMethod.Get, "/health"));
        return response.StatusCode == HttpStatusCode.ServiceUnavailable;
    }

    private static Task<GatewayHost> StartGatewayAsync(Backend backend) => GatewayHost.StartAsync(new()
    {
        ["Mcp:Servers:everything:Url"] = backend.Endpoint,
        ["Mcp:DrainDelay"] = "00:00:01",
    });

    private Task<List<string>>[] Load(Func<HttpClient> client, CancellationToken stop) =>
        [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => CallUntilAsync(client, stop)))];

    private async Task<List<string>> CallUntilAsync(Func<HttpClient> client, CancellationToken stop)
    {
        List<string> failed = [];
        while (!stop.IsCancellationRequested)
        {
            var id = Interlocked.Increment(ref _calls);
            try
            {
                using var response = await client().AskAsync(Rpc.Post(
                    $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"count"}}"""));
                var text = await response.TextAsync();
                if (!response.IsSuccessStatusCode || (int?)JsonNode.Parse(text)!["id"] != id)
                    failed.Add($"{id}: {response.StatusCode} {text}");
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                failed.Add($"{id}: {exception}");
            }
        }

        return failed;
    }

    private async Task NothingIsLostAsync(Task<List<string>>[] load)
    {
        Assert.Empty((await Task.WhenAll(load).Within()).SelectMany(failed => failed));
        Assert.True(_calls > 100, $"{_calls} calls are no load");
        Assert.Equal(_calls, _runs.Count);
        Assert.All(_runs, run => Assert.Equal(1, run.Value));
    }

    /// <summary>A server that counts the runs of its tool, can be restarted, and says when it wants no more.</summary>
    private sealed class Backend(ConcurrentDictionary<int, int> runs) : IAsyncDisposable
    {
        private LoopbackHost _host = null!;
        private int _used;

        public volatile bool IsReady = true;

        public string Endpoint => new Uri(_host.Address, "mcp").AbsoluteUri;

        public static async Task<Backend> StartAsync(ConcurrentDictionary<int, int> runs)
        {
            var backend = new Backend(runs);
            backend._host = await LoopbackHost.StartAsync(backend.AnswerAsync);
            return backend;
        }

        public async Task RestartAsync()
        {
            var port = _host.Address.Port;
            await _host.StopAsync().Within();
            await _host.DisposeAsync();
            _host = await LoopbackHost.StartAsync(AnswerAsync, port);
        }

        public Task IsUsedAsync()
        {
            var used = Volatile.Read(ref _used);
            return Eventually.HoldsAsync(() => Volatile.Read(ref _used) > used + 20, "the backend gets calls");
        }

        public ValueTask DisposeAsync() => _host.DisposeAsync();

        private async Task AnswerAsync(HttpContext http)
        {
            if (http.Request.Path == "/health")
            {
                http.Response.StatusCode = IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                return;
            }

            var message = await JsonNode.ParseAsync(http.Request.Body);
            var id = (int)message!["id"]!;
            runs.AddOrUpdate(id, 1, (_, count) => count + 1);
            Interlocked.Increment(ref _used);
            // Some are on their way at any moment.
            await Task.Delay(5);
            await ScriptedBackend.Json($$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{}}""")(http);
        }
    }
}
