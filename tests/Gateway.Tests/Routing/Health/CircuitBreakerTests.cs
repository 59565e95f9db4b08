using System.Diagnostics.Metrics;
using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace McpAspire.Gateway.Tests.Routing.Health;

/// <summary>The circuit of a backend behind a running gateway: three failures open it.</summary>
public sealed class CircuitBreakerTests : IAsyncLifetime
{
    private static readonly RequestDelegate Good = ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{}}""");
    private static readonly RequestDelegate Page = ScriptedBackend.Text("<h1>Oops</h1>", "text/html");

    private GatewayHost _gateway = null!;
    private HttpClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:everything:Circuit:Enabled"] = "true",
            ["Mcp:Servers:everything:Circuit:Failures"] = "3",
            ["Mcp:Servers:everything:Circuit:Break"] = "00:00:01",
        });
        _client = _gateway.CreateAuthorizedClient();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_backend_that_answers_no_MCP_is_left_alone_and_told_of_once()
    {
        _gateway.Backend.Answer = Page;
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.BadGateway, (await CallAsync()).Status);
        _gateway.Backend.Received.Clear();

        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Equal("The server is not available at the moment.", (string?)(await response.ErrorAsync())["message"]);
        Assert.Empty(_gateway.Backend.Received);
        Assert.Single(_gateway.Log.Lines, line => line.Contains("keeps failing", StringComparison.Ordinal));
        var health = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("of everything", health.Description);
        Assert.Equal(["everything open 1"], Gauge());
    }

    [Fact]
    public async Task After_the_break_one_request_finds_out()
    {
        await OpenAsync();
        var held = new TaskCompletionSource();
        _gateway.Backend.Answer = async http =>
        {
            await held.Task;
            await Good(http);
        };

        _gateway.Backend.Received.Clear();
        var trial = await TrialAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync()).Status);
        Assert.Single(_gateway.Backend.Received);

        held.SetResult();
        Assert.Equal(HttpStatusCode.OK, (await trial).Status);
        Assert.Equal(HttpStatusCode.OK, (await CallAsync()).Status);
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
        Assert.Single(_gateway.Log.Lines, line => line.Contains("answers again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_trial_that_fails_opens_for_another_break()
    {
        await OpenAsync();
        var trial = await TrialAsync();

        Assert.Equal(HttpStatusCode.BadGateway, (await trial).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync()).Status);
    }

    [Fact]
    public async Task A_stream_that_stays_open_has_decided_when_it_begins()
    {
        await OpenAsync();
        _gateway.Backend.Answer = async http =>
        {
            if (!HttpMethods.IsGet(http.Request.Method))
            {
                await Good(http);
                return;
            }

            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };

        HttpResponseMessage? stream = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                stream?.Dispose();
                stream = await _client.AskAsync(new(HttpMethod.Get, Rpc.Path));
                return stream.StatusCode == HttpStatusCode.OK;
            },
            "the stream is open");

        Assert.Equal(HttpStatusCode.OK, (await CallAsync()).Status);
        stream!.Dispose();
    }

    [Fact]
    public async Task A_caller_who_goes_away_during_the_trial_leaves_it_to_the_next()
    {
        await OpenAsync();
        _gateway.Backend.Received.Clear();
        _gateway.Backend.Answer = http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        using var gone = new CancellationTokenSource();
        await Eventually.HoldsAsync(
            async () =>
            {
                var call = _client.SendAsync(Rpc.Post(Rpc.LegacyCall), gone.Token);
                await Eventually.HoldsAsync(
                    () => call.IsCompleted || !_gateway.Backend.Received.IsEmpty, "it is refused or on trial");
                return !call.IsCompleted;
            },
            "the trial is on its way");
        await gone.CancelAsync();

        _gateway.Backend.Answer = Good;
        await Eventually.HoldsAsync(
            async () => (await CallAsync()).Status == HttpStatusCode.OK, "the next request is the trial");
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task An_answer_that_reports_an_error_is_an_answer(int status)
    {
        _gateway.Backend.Answer = ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"error":{"code":1}}""", status);

        for (var i = 0; i < 30; i++)
            Assert.Equal((HttpStatusCode)status, (await CallAsync()).Status);
    }

    [Fact]
    public async Task Pages_with_a_client_error_are_a_sign_of_life()
    {
        _gateway.Backend.Answer = ScriptedBackend.Text("<h1>No</h1>", "text/html", 404);

        for (var i = 0; i < 30; i++)
            Assert.Equal(HttpStatusCode.NotFound, (await CallAsync()).Status);
    }

    [Fact]
    public async Task Streams_that_break_together_do_not_open_it()
    {
        var begun = new CountdownEvent(6);
        var restart = new CancellationTokenSource();
        _gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            begun.Signal();
            await Task.Delay(Timeout.Infinite, restart.Token).ContinueWith(_ => http.Abort(), TaskScheduler.Default);
        };
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < 6; i++)
            streams.Add(await _client.AskAsync(new(HttpMethod.Get, Rpc.Path)));
        await restart.CancelAsync();
        foreach (var stream in streams)
        {
            await Assert.ThrowsAnyAsync<Exception>(stream.TextAsync);
            stream.Dispose();
        }

        _gateway.Backend.Answer = Good;
        Assert.Equal(HttpStatusCode.OK, (await CallAsync()).Status);
    }

    private List<string> Gauge()
    {
        var gauges = new List<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, it) =>
        {
            if (instrument.Name == "mcpaspire.gateway.backends"
                && instrument.Meter.Scope == _gateway.Services.GetRequiredService<IMeterFactory>())
                it.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) =>
            gauges.Add($"{tags[0].Value} {tags[1].Value} {value}"));
        listener.Start();
        listener.RecordObservableInstruments();
        return gauges;
    }

    private async Task OpenAsync()
    {
        _gateway.Backend.Answer = Page;
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.BadGateway, (await CallAsync()).Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await CallAsync()).Status);
    }

    /// <summary>The call that the backend hears again.</summary>
    private async Task<Task<(HttpStatusCode Status, string Text)>> TrialAsync()
    {
        _gateway.Backend.Received.Clear();
        Task<(HttpStatusCode, string)>? trial = null;
        await Eventually.HoldsAsync(
            async () =>
            {
                trial = CallAsync();
                await Eventually.HoldsAsync(
                    () => trial.IsCompleted || !_gateway.Backend.Received.IsEmpty, "it is refused or on trial");
                return !_gateway.Backend.Received.IsEmpty;
            },
            "the break is over");
        return trial!;
    }

    private async Task<(HttpStatusCode Status, string Text)> CallAsync()
    {
        using var response = await _client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        return (response.StatusCode, await response.TextAsync());
    }

    private async Task<HealthReportEntry> HealthAsync()
    {
        var health = await _gateway.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(TestContext.Current.CancellationToken);
        return health.Entries["backends"];
    }
}
