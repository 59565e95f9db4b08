using System.Net;
using McpAspire.Gateway.Tests.Bridge.Modern;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Bridge;

/// <summary>Case 55 of the attack list, before a server that answers for itself.</summary>
public sealed class ListenStageTests : IAsyncLifetime
{
    private const string Filter = "\"notifications\":{\"toolsListChanged\":true}";
    private const string Acknowledged =
        """{"jsonrpc":"2.0","method":"notifications/subscriptions/acknowledged","params":{}}""";

    private GatewayHost _gateway = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await ScriptedMcp.StartAsync(
            async (http, message) =>
            {
                if ((string?)message["method"] == "subscriptions/listen")
                {
                    await ScriptedMcp.EventsAsync(http, Rpc.Event(Acknowledged));
                    await Task.Delay(Timeout.Infinite, http.RequestAborted);
                }

                await ScriptedMcp.ResultAsync(http, message, ScriptedMcp.Discovered);
            },
            new() { ["Mcp:Bridge:MaxListenStreamsPerClient"] = "3" });
    }

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task One_caller_has_few_streams_and_each_that_it_closes_makes_room()
    {
        using var client = new ModernClient(_gateway);
        using var other = new ModernClient(_gateway, "subject-2");
        var open = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
            open.Add(await ListenAsync(client));

        for (var i = 0; i < 20; i++)
        {
            using var refused = await client.SendAsync("subscriptions/listen", Filter);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Equal("Too many streams are open already.", (string?)(await refused.ErrorAsync())["message"]);
        }

        Assert.Equal(3, Listening());
        open.Add(await ListenAsync(other));
        await client.ResultAsync("server/discover");

        open[0].Dispose();
        await Eventually.HoldsAsync(
            async () =>
            {
                var again = await client.SendAsync("subscriptions/listen", Filter);
                open.Add(again);
                return again.StatusCode == HttpStatusCode.OK;
            },
            "there is room again");
        using var full = await client.SendAsync("subscriptions/listen", Filter);
        Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
        open.ForEach(response => response.Dispose());
    }

    [Fact]
    public async Task Streams_of_the_federation_count_as_well()
    {
        using var client = new ModernClient(_gateway);
        using var federated = new ModernClient(_gateway, path: "/mcp");
        using var first = await ListenAsync(client);
        using var second = await ListenAsync(client);
        using var third = await federated.SendAsync("subscriptions/listen", Filter);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);

        foreach (var full in (ModernClient[])[client, federated])
        {
            using var refused = await full.SendAsync("subscriptions/listen", Filter);
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }
    }

    [Fact]
    public async Task What_the_server_refuses_takes_no_place()
    {
        _gateway.Backend.Answer = ScriptedMcp.Answering((http, message) =>
            ScriptedMcp.ErrorAsync(http, message, -32601, StatusCodes.Status404NotFound));
        using var client = new ModernClient(_gateway);

        for (var i = 0; i < 10; i++)
            Assert.Equal(
                (HttpStatusCode.NotFound, -32601), await client.ErrorAsync("subscriptions/listen", Filter));
    }

    private static async Task<HttpResponseMessage> ListenAsync(ModernClient client)
    {
        var response = await client.SendAsync("subscriptions/listen", Filter);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }

    private int Listening() => _gateway.Backend.Received.Count(
        it => it.Headers.GetValueOrDefault("Mcp-Method") == "subscriptions/listen");
}
