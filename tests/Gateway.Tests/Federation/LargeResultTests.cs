using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Federation;

/// <summary>Results that are too large to be gathered, through the endpoint of all servers.</summary>
public sealed class LargeResultTests
{
    private const string Link = """{"type":"resource_link","uri":"memo:x","name":"x"}""";

    private static readonly string Text = new('x', 1024 * 1024);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"resultType":"complete","content":[LINK,TEXT,LINK]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT,LINK],"_meta":{"ui":{"resourceUri":"memo:x"}}}}""")]
    [InlineData("""{"result":{"content":[TEXT,LINK],"resultType":"complete"},"id":ID,"jsonrpc":"2.0"}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"_meta":{"a":TEXT},"resultType":"complete","content":[LINK]}}""")]
    public async Task ALargeResult_IsWhatASmallOneIs(string answer)
    {
        await using var gateway = await StartAsync(answer);
        using var client = Client(gateway);

        using var response = await client.AskAsync(Call());
        var message = JsonNode.Parse(await response.TextAsync())!;

        Assert.Equal((200, 7), ((int)response.StatusCode, (int)message["id"]!));
        var expected = JsonNode.Parse(Filled(answer, "7").Replace("memo:x", "memo+everything:x", StringComparison.Ordinal))!;
        expected["result"]!["resultType"] = "complete";
        Assert.True(JsonNode.DeepEquals(expected, message));
    }

    [Fact]
    public async Task ALargeResult_ReachesTheClientWhileItComes()
    {
        var release = new TaskCompletionSource();
        await using var gateway = await ScriptedMcp.StartAsync(
            async (http, message) =>
            {
                if ((string?)message["method"] != "tools/call")
                {
                    await DescribeAsync(http, message);
                    return;
                }

                http.Response.ContentType = "application/json";
                await http.Response.WriteAsync(
                    $$$"""{"jsonrpc":"2.0","id":{{{message["id"]!.ToJsonString()}}},"result":{"content":[{"type":"text","text":"{{{Text}}}""");
                await http.Response.Body.FlushAsync();
                await release.Task;
                await http.Response.WriteAsync("\"}]}}");
            },
            Settings());
        using var client = Client(gateway);

        using var response = await client.AskAsync(Call()).Within();
        await using var body = await response.Content.ReadAsStreamAsync(Stop);
        var beginning = new byte[512 * 1024];
        await body.ReadExactlyAsync(beginning, Stop).AsTask().Within();
        release.SetResult();
        using var rest = new StreamReader(body);
        var all = Encoding.ASCII.GetString(beginning) + await rest.ReadToEndAsync(Stop);

        Assert.Equal(Text, (string?)JsonNode.Parse(all)!["result"]!["content"]![0]!["text"]);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT],"content":[]}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT]}} more""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT]},"error":{"code":1,"message":""}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT],"resultType":"input_required"}}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":{"content":[TEXT]},"id":ID}""")]
    public async Task ALargeResult_ThatTurnsOutBad_IsNeverWhole(string answer)
    {
        await using var gateway = await StartAsync(answer);
        using var client = Client(gateway);

        using var response = await client.AskAsync(Call());

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => response.TextAsync());
        await Eventually.HoldsAsync(
            () => gateway.Log.Lines.Any(line => line.Contains("has no usable answer", StringComparison.Ordinal)),
            "the operator hears of it");
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"content":[TEXT]}}""")]
    [InlineData("""{"result":{"content":[TEXT]},"jsonrpc":"2.0","id":1}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"result":[TEXT]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":ID,"id":ID,"result":{"content":[TEXT]}}""")]
    public async Task ALargeResult_ThatBeginsBadly_IsAnError(string answer)
    {
        await using var gateway = await StartAsync(answer);
        using var client = Client(gateway);

        using var response = await client.AskAsync(Call());

        Assert.Equal(502, (int)response.StatusCode);
        Assert.NotNull(await response.ErrorAsync());
    }

    [Fact]
    public async Task ALargeError_IsAnError()
    {
        await using var gateway = await StartAsync(
            """{"jsonrpc":"2.0","id":ID,"error":{"code":-32000,"message":"no","data":TEXT}}""");
        using var client = Client(gateway);

        using var response = await client.AskAsync(Call());

        Assert.Equal(-32000, (int?)JsonNode.Parse(await response.TextAsync())!["error"]!["code"]);
    }

    private static Task<GatewayHost> StartAsync(string answer) => ScriptedMcp.StartAsync(
        (http, message) => (string?)message["method"] == "tools/call"
            ? ScriptedBackend.Json(Filled(answer, message["id"]!.ToJsonString()))(http)
            : DescribeAsync(http, message),
        Settings());

    private static string Filled(string answer, string id) => answer
        .Replace("ID", id, StringComparison.Ordinal)
        .Replace("LINK", Link, StringComparison.Ordinal)
        .Replace("TEXT", $$"""{"type":"text","text":"{{Text}}"}""", StringComparison.Ordinal);

    private static Task DescribeAsync(HttpContext http, JsonNode message) => ScriptedMcp.ResultAsync(
        http,
        message,
        (string?)message["method"] == "tools/list"
            ? """{"resultType":"complete","tools":[{"name":"echo","inputSchema":{"type":"object"}}]}"""
            : ScriptedMcp.Discovered);

    private static Dictionary<string, string?> Settings() => new() { ["Mcp:Servers:everything:Era"] = "Modern" };

    private static HttpClient Client(GatewayHost gateway) =>
        gateway.CreateClient(
        gateway.Issuer.Draft(audience: GatewayHost.PublicOrigin + "/mcp").Sign(gateway.Issuer.Key));

    private static HttpRequestMessage Call()
    {
        var request = Rpc.Modern(
            Rpc.ModernCall.Replace("echo", "everything_echo", StringComparison.Ordinal), "tools/call", "everything_echo");
        request.RequestUri = new Uri("/mcp", UriKind.Relative);
        return request;
    }
}
