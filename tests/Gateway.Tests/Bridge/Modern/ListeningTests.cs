using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Shutdown;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

public sealed class ListeningTests : IAsyncLifetime
{
    private const string Everything =
        """
        "notifications":{"toolsListChanged":true,"promptsListChanged":true,"resourceSubscriptions":["a:b","c:d"]}
        """;

    private BridgeBed _bed = null!;
    private ModernClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _bed = await BridgeBed.StartAsync(
            isModern: false,
            new() { ["Mcp:Bridge:MaxListenStreamsPerClient"] = "2", ["Mcp:KeepAliveInterval"] = "00:00:00.05" });
        _client = _bed.Single();
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bed.DisposeAsync();
    }

    [Fact]
    public async Task What_is_honoured_is_acknowledged_first_and_told_then_with_the_stream_s_id()
    {
        using var stream = await ListenAsync(Everything);

        var acknowledged = await stream.NextAsync();
        Assert.Equal("notifications/subscriptions/acknowledged", (string?)acknowledged["method"]);
        Assert.Equal(
            """{"toolsListChanged":true,"resourceSubscriptions":["a:b","c:d"]}""",
            acknowledged["params"]!["notifications"]!.ToJsonString());
        await ServerIsListenedToAsync();

        _bed.Server.Say("notifications/resources/updated", """{"uri":"a:b","_meta":{"x":1}}""");
        var updated = await stream.NextAsync();
        Assert.Equal("notifications/resources/updated", (string?)updated["method"]);
        Assert.Equal("a:b", (string?)updated["params"]!["uri"]);
        foreach (var message in new[] { acknowledged, updated })
            Assert.Equal("r-1", (string?)message["params"]!["_meta"]!["io.modelcontextprotocol/subscriptionId"]);
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_told()
    {
        using var stream = await ListenAsync(Everything);
        await stream.NextAsync();
        await ServerIsListenedToAsync();

        _bed.Server.Say("notifications/resources/updated", """{"uri":"other:x"}""");
        _bed.Server.Say("notifications/resources/updated", "{}");
        _bed.Server.Say("notifications/message", """{"uri":"a:b"}""");
        _bed.Server.Say("notifications/resources/updated", """{"uri":"c:d"}""");

        Assert.Equal("c:d", (string?)(await stream.NextAsync())["params"]!["uri"]);
    }

    [Fact]
    public async Task Changed_lists_are_told()
    {
        using var stream = await ListenAsync("\"notifications\":{\"toolsListChanged\":true}");
        await stream.NextAsync();
        await Eventually.HoldsAsync(() => _bed.Server.Interests.Any(interest => interest.Tools), "the server is heard");

        _bed.Server.Say("notifications/resources/list_changed", "{}");
        _bed.Server.Say("notifications/tools/list_changed", "{}");

        Assert.Equal("notifications/tools/list_changed", (string?)(await stream.NextAsync())["method"]);
    }

    [Fact]
    public async Task What_happens_right_after_the_acknowledgement_is_told()
    {
        using var stream = await ListenAsync("\"notifications\":{\"toolsListChanged\":true}");

        await stream.NextAsync();
        _bed.Server.Say("notifications/tools/list_changed", "{}");

        Assert.Equal("notifications/tools/list_changed", (string?)(await stream.NextAsync())["method"]);
    }

    [Fact]
    public async Task A_server_that_cannot_be_listened_to_holds_up_nobody_for_long()
    {
        _bed.Server.IsDeaf = true;
        using var stream = await ListenAsync(Everything);

        var first = await stream.NextAsync();

        Assert.Equal("notifications/subscriptions/acknowledged", (string?)first["method"]);
    }

    [Fact]
    public async Task A_silent_stream_says_that_it_lives()
    {
        using var stream = await ListenAsync(Everything);
        await stream.NextAsync();

        Assert.Equal(":", await stream.LineAsync());
    }

    [Fact]
    public async Task A_client_has_so_many_streams_and_no_more()
    {
        using var other = _bed.Single("subject-2");
        using var first = await ListenAsync(Everything);
        using (var second = await ListenAsync(Everything))
        {
            await second.NextAsync();
            Assert.Equal(HttpStatusCode.TooManyRequests, (await _client.ErrorAsync("subscriptions/listen", Everything)).Status);
            using var allowed = await other.SendAsync("subscriptions/listen", Everything);
            Assert.Equal(HttpStatusCode.OK, allowed.StatusCode);
        }

        await Eventually.HoldsAsync(
            async () =>
            {
                using var response = await _client.SendAsync("subscriptions/listen", Everything);
                return response.StatusCode == HttpStatusCode.OK;
            },
            "there is a place again");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"notifications\":[]")]
    [InlineData("\"notifications\":{\"resourceSubscriptions\":\"a:b\"}")]
    [InlineData("\"notifications\":{\"resourceSubscriptions\":[7]}")]
    public async Task A_malformed_filter_is_refused(string parameters) => Assert.Equal(
        (HttpStatusCode.BadRequest, -32602), await _client.ErrorAsync("subscriptions/listen", parameters));

    [Fact]
    public async Task The_gateway_s_stop_is_told_as_the_end()
    {
        using var stream = await ListenAsync(Everything);
        await stream.NextAsync();

        _bed.Gateway.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        var end = await stream.NextAsync();
        Assert.Equal("r-1", (string?)end["id"]);
        Assert.Equal("complete", (string?)end["result"]!["resultType"]);
        Assert.Equal("r-1", (string?)end["result"]!["_meta"]!["io.modelcontextprotocol/subscriptionId"]);
    }

    [Fact]
    public async Task A_stream_lasts_while_the_gateway_only_says_that_it_leaves()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var bed = await BridgeBed.StartAsync(
            isModern: false, new() { ["Mcp:DrainDelay"] = "00:00:05" }, time);
        using var client = bed.Single();
        using var stream = await ListenAsync("\"notifications\":{\"toolsListChanged\":true}", client);
        await stream.NextAsync();
        await Eventually.HoldsAsync(() => bed.Server.Interests.Any(interest => interest.Tools), "the server is heard");
        bed.Gateway.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();

        bed.Server.Say("notifications/tools/list_changed", "{}");
        Assert.Equal("notifications/tools/list_changed", (string?)(await stream.NextAsync())["method"]);

        var drain = bed.Gateway.Services.GetRequiredService<Drain>();
        await Eventually.HoldsAsync(() => drain.IsLeaving, "the gateway leaves");
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.NotNull((await stream.NextAsync())["result"]);
    }

    private async Task<EventStream> ListenAsync(string parameters, ModernClient? client = null)
    {
        var response = await (client ?? _client).SendAsync("subscriptions/listen", parameters);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new EventStream(response);
    }

    private Task ServerIsListenedToAsync() => Eventually.HoldsAsync(
        () => _bed.Server.Interests.Any(interest => interest.ResourceUris.Count == 2), "the server is heard");

    private sealed class EventStream(HttpResponseMessage response) : IDisposable
    {
        private StreamReader? _reader;

        public async Task<JsonNode> NextAsync()
        {
            string line;
            while (!(line = await LineAsync()).StartsWith("data: ", StringComparison.Ordinal))
            {
            }

            return JsonNode.Parse(line[6..])!;
        }

        /// <summary>The next line that is not empty.</summary>
        public async Task<string> LineAsync()
        {
            _reader ??= new StreamReader(
                await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
            while (true)
            {
                var line = await _reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Within();
                Assert.NotNull(line);
                if (line.Length > 0)
                    return line;
            }
        }

        public void Dispose()
        {
            _reader?.Dispose();
            response.Dispose();
        }
    }
}
