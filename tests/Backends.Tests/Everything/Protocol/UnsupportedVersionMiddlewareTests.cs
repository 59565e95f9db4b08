using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using McpAspire.Backends.Tests.Everything.Hosting;
using McpAspire.Everything.Protocol;

namespace McpAspire.Backends.Tests.Everything.Protocol;

public sealed class UnsupportedVersionMiddlewareTests(EverythingServerFixture server)
{
    private const string Unknown = "2099-01-01";

    [Fact]
    public async Task Discover_UnknownModernVersion_ListsWhatDiscoverLists()
    {
        var discovered = await server.PostAsync(RawRequests.Modern("server/discover"));

        var refused = await server.PostAsync(RawRequests.Modern("server/discover", version: Unknown), Unknown);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var error = Assert.Single(refused.Messages);
        Assert.Equal(7, (int?)error["id"]);
        Assert.Equal(-32022, (int?)error["error"]!["code"]);
        Assert.Equal(Unknown, (string?)error["error"]!["data"]!["requested"]);
        Assert.Equal(
            Assert.Single(discovered.Messages)["result"]!["supportedVersions"]!.ToJsonString(),
            error["error"]!["data"]!["supported"]!.ToJsonString());
    }

    [Fact]
    public async Task Initialize_UnknownVersionInTheHeader_ListsTheLegacyVersionsToo()
    {
        var initialize = new JsonObject
        {
            ["jsonrpc"] = "2.0",
            ["id"] = 7,
            ["method"] = "initialize",
            ["params"] = new JsonObject(),
        };

        var refused = await server.PostAsync(initialize, Unknown);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        var supported = Assert.Single(refused.Messages)["error"]!["data"]!["supported"]!.AsArray();
        Assert.Superset(ProtocolVersions.Legacy.ToHashSet(), supported.Select(version => (string)version!).ToHashSet());
    }

    [Fact]
    public async Task Discover_KnownVersionInTheBodyAlone_IsRefused()
    {
        var refused = await server.PostAsync(RawRequests.Modern("server/discover"), Unknown);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }

    [Fact]
    public async Task NotJson_UnknownVersion_IsRefused()
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.McpAddress)
        {
            Content = new StringContent("not json", new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Add("MCP-Protocol-Version", Unknown);

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }
}
