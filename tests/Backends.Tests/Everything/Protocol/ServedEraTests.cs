using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.Logging;

namespace McpAspire.Backends.Tests.Everything.Protocol;

public sealed class ServedEraTests : IAsyncDisposable
{
    private const string Initialize =
        """
        {"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25",
        "capabilities":{},"clientInfo":{"name":"test","version":"1"}}}
        """;

    private const string Discover =
        """
        {"jsonrpc":"2.0","id":7,"method":"server/discover","params":{"_meta":{
        "io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
        """;

    private WebApplicationFactory<Program>? _factory;

    [Theory]
    [InlineData("both", null, null)]
    [InlineData("legacy", null, -32022)]
    [InlineData("modern", -32022, null)]
    public async Task Era_Served_RefusesTheOther(string era, int? initializeError, int? discoverError)
    {
        using var client = Start(era);

        var initialized = await PostAsync(client, Initialize, version: null);
        var discovered = await PostAsync(client, Discover, version: "2026-07-28");

        Assert.Equal(initializeError, (int?)initialized["error"]?["code"]);
        Assert.Equal(discoverError, (int?)discovered["error"]?["code"]);
    }

    [Fact]
    public void Era_Misspelt_DoesNotStart()
    {
        Assert.ThrowsAny<InvalidOperationException>(() => Start("mordern"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_factory is not null)
            await _factory.DisposeAsync();
    }

    private HttpClient Start(string era)
    {
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("Everything:Era", era)
            .ConfigureLogging(logging => logging.ClearProviders()));
        return _factory.CreateClient();
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string message, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/mcp")
        {
            Content = new StringContent(message, Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (version is not null)
        {
            request.Headers.Add("MCP-Protocol-Version", version);
            request.Headers.Add("Mcp-Method", "server/discover");
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var json = text.Split('\n').Select(line => line.Replace("data: ", "")).First(line => line.StartsWith('{'));
        return JsonNode.Parse(json)!;
    }
}
