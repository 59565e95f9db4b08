using System.Text.Json.Nodes;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>Legacy clients at modern servers that want arguments repeated in headers (SEP-2243).</summary>
public sealed class RepeatedArgumentTests : IAsyncLifetime
{
    private const string Schema =
        """
        {"type":"object","properties":{
          "region":{"type":"string","x-mcp-header":"Region"},
          "size":{"type":"integer","x-mcp-header":"Size"},
          "deep":{"type":"object","properties":{"is":{"type":"boolean","x-mcp-header":"Is"}}},
          "plain":{"type":"string"}}}
        """;

    private GatewayHost _gateway = null!;
    private int _lists;

    public async ValueTask InitializeAsync() =>
        _gateway = await GatewayHost.StartAsync(new() { ["Mcp:Servers:everything:Era"] = "Modern" });

    public ValueTask DisposeAsync() => _gateway.DisposeAsync();

    [Fact]
    public async Task What_a_server_demands_is_learnt_once_and_repeated()
    {
        const string Arguments = """{"region":"Zürich","size":7,"deep":{"is":true},"plain":"x"}""";
        _gateway.Backend.Answer = ScriptedMcp.Modern(AnswerAsync);

        await _gateway.Upstream().ResultAsync(UpstreamCalls.Legacy.Tool("learnt", Arguments));
        await _gateway.Upstream().ResultAsync(UpstreamCalls.Legacy.Tool("learnt", """{"region":"Rome"}"""));

        Assert.Equal(2, _lists);
        var calls = _gateway.Backend.Received
            .Where(request => request.Headers.GetValueOrDefault("Mcp-Method") == "tools/call").TakeLast(3).ToList();
        Assert.DoesNotContain("Mcp-Param-Region", calls[0].Headers.Keys);
        Assert.Equal("Zürich", HeaderEncoding.Decode(calls[1].Headers["Mcp-Param-Region"]));
        Assert.Equal(("7", "true"), (calls[1].Headers["Mcp-Param-Size"], calls[1].Headers["Mcp-Param-Is"]));
        Assert.DoesNotContain("Mcp-Param-Plain", calls[1].Headers.Keys);
        Assert.Equal("Rome", calls[2].Headers["Mcp-Param-Region"]);
        Assert.DoesNotContain("Mcp-Param-Size", calls[2].Headers.Keys);
    }

    [Fact]
    public async Task A_server_that_never_has_enough_is_asked_twice()
    {
        var calls = 0;
        _gateway.Backend.Answer = ScriptedMcp.Modern((http, message) =>
        {
            if ((string?)message["method"] == "tools/list")
                return AnswerAsync(http, message);
            calls++;
            return ScriptedMcp.ErrorAsync(http, message, -32020, 400);
        });

        var error = await _gateway.Upstream().ErrorAsync(UpstreamCalls.Legacy.Tool("learnt", """{"region":"Rome"}"""));

        Assert.Equal((-32020, 2), ((int?)error["code"], calls));
    }

    [Fact]
    public async Task A_tool_that_is_not_listed_is_not_called_again()
    {
        var calls = 0;
        _gateway.Backend.Answer = ScriptedMcp.Modern((http, message) =>
        {
            if ((string?)message["method"] == "tools/list")
                return AnswerAsync(http, message);
            calls++;
            return ScriptedMcp.ErrorAsync(http, message, -32020, 400);
        });

        await _gateway.Upstream().ErrorAsync(UpstreamCalls.Legacy.Tool("unheard"));

        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task A_modern_client_repeats_them_itself()
    {
        _gateway.Backend.Answer = ScriptedMcp.Modern(AnswerAsync);

        var error = await _gateway.Upstream().ErrorAsync(UpstreamCalls.Modern.Tool("learnt", """{"region":"Rome"}"""));

        Assert.Equal((-32020, 0), ((int?)error["code"], _lists));
    }

    /// <summary>Two pages of tools, and calls that are refused where the header is missing.</summary>
    private Task AnswerAsync(HttpContext http, JsonNode message)
    {
        if ((string?)message["method"] != "tools/list")
            return http.Request.Headers.ContainsKey("Mcp-Param-Region")
                ? ScriptedMcp.ResultAsync(http, message, """{"content":[],"resultType":"complete"}""")
                : ScriptedMcp.ErrorAsync(http, message, -32020, 400);

        _lists++;
        return ScriptedMcp.ResultAsync(http, message, message["params"]?["cursor"] is null
            ? """{"tools":[{"name":"other"}],"nextCursor":"2\"","resultType":"complete"}"""
            : $$"""{"tools":[{"name":"learnt","inputSchema":{{Schema}}}],"resultType":"complete"}""");
    }
}
