using System.Net;
using System.Text;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Protocol;

public sealed class HeaderAgreementStageTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Version = "2026-07-28";

    [Theory]
    [InlineData("tools/call", "echo")]
    [InlineData(" tools/call ", "\t echo  ")]
    [InlineData("tools/call", "=?base64?ZWNobw==?=")]
    public async Task Headers_that_agree_with_a_modern_body_pass_as_they_are(string method, string name)
    {
        using var response = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, method, name));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var headers = Gateway.Backend.Single().Headers;
        Assert.Equal(Version, headers["MCP-Protocol-Version"]);
        Assert.Equal("tools/call", headers["Mcp-Method"]);
        Assert.Equal(name.Trim(), headers["Mcp-Name"]);
    }

    [Theory]
    [InlineData("tools/list", "echo")]
    [InlineData("TOOLS/CALL", "echo")]
    [InlineData("tools/call, tools/list", "echo")]
    [InlineData("", "echo")]
    [InlineData("tools/call", "danger")]
    [InlineData("tools/call", "Echo")]
    [InlineData("tools/call", "echo,danger")]
    [InlineData("tools/call", "")]
    [InlineData("tools/call", null)]
    [InlineData("tools/call", "=?base64?ZGFuZ2Vy?=")]
    [InlineData("tools/call", "=?base64?ZWNobw?=")]
    [InlineData("tools/call", "=?base64?ZWNo bw==?=")]
    [InlineData("tools/call", "=?base64?*?=")]
    [InlineData("tools/call", "=?base64??=")]
    [InlineData("tools/call", "=?BASE64?ZWNobw==?=")]
    [InlineData("tools/call", "=?base64?/w==?=")]
    [InlineData("tools/call", "=?base64?PT9iYXNlNjQ/WldOb2J3PT0/PQ==?=")]
    public async Task A_modern_call_whose_headers_say_something_else_gets_32020_with_its_id(string method, string? name)
    {
        using var response = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, method, name));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
        Assert.Contains("\"id\":7,", await response.TextAsync());
    }

    [Fact]
    public async Task A_modern_call_without_Mcp_Method_gets_32020()
    {
        using var request = Rpc.Post(Rpc.ModernCall, ("MCP-Protocol-Version", Version), ("Mcp-Name", "echo"));

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-29")]
    [InlineData("")]
    public async Task A_version_header_that_differs_from_the_body_gets_32020(string version)
    {
        using var request = Rpc.Post(
            Rpc.ModernCall, ("MCP-Protocol-Version", version), ("Mcp-Method", "tools/call"), ("Mcp-Name", "echo"));

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Fact]
    public async Task A_modern_body_without_version_header_gets_32020()
    {
        using var response = await Client.AskAsync(
            Rpc.Post(Rpc.ModernCall, ("Mcp-Method", "tools/call"), ("Mcp-Name", "echo")));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Fact]
    public async Task A_modern_request_without_version_in_meta_gets_32602()
    {
        using var response = await Client.AskAsync(Rpc.Modern(Rpc.LegacyCall, "tools/call", "echo"));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32602);
    }

    [Fact]
    public async Task A_modern_notification_without_meta_passes()
    {
        const string Body = """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}""";

        using var response = await Client.AskAsync(Rpc.Modern(Body, "notifications/cancelled", null));

        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
        Assert.Single(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("1999-01-01")]
    [InlineData("2099-12-31")]
    [InlineData("garbage")]
    public async Task A_version_that_only_the_backend_can_judge_is_left_to_it(string version)
    {
        var body = Rpc.ModernCall.Replace(Version, version, StringComparison.Ordinal);
        using var request = Rpc.Post(
            body, ("MCP-Protocol-Version", version), ("Mcp-Method", "tools/call"), ("Mcp-Name", "echo"));

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(version, Gateway.Backend.Single().Headers["MCP-Protocol-Version"]);
    }

    [Theory]
    [InlineData("MCP-Protocol-Version")]
    [InlineData("Mcp-Method")]
    [InlineData("Mcp-Name")]
    [InlineData("Mcp-Session-Id")]
    [InlineData("Last-Event-ID")]
    [InlineData("Mcp-Param-Region")]
    public async Task A_protocol_header_that_is_there_twice_gets_32020(string header)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            RawConnection.Post($"{Gateway.Bearer}\r\n{header}: echo\r\n{header}: echo"));

        var response = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", response);
        Assert.Contains("-32020", response);
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("Mcp-Session-Id: \u00fc")]
    [InlineData("Mcp-Param-Region: \u00e9")]
    [InlineData("Last-Event-ID: \u0080")]
    [InlineData("Mcp-Param-Region: a\tb")]
    public async Task A_protocol_header_beyond_visible_ASCII_gets_400(string header)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        // As UTF-8, which the server would otherwise decode and the client to the backend refuse to send.
        await connection.SendAsync(Encoding.UTF8.GetBytes(RawConnection.Post($"{Gateway.Bearer}\r\n{header}")));

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadToEndAsync());
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("Mcp-Method", "tools/list")]
    [InlineData("Mcp-Name", "danger")]
    public async Task A_legacy_call_may_leave_the_headers_out_but_not_lie_in_them(string header, string value)
    {
        using var lying = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, (header, value)));
        await IsRefusedAsync(lying, HttpStatusCode.BadRequest, -32020);

        using var silent = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        Assert.Equal(HttpStatusCode.OK, silent.StatusCode);
    }

    [Fact]
    public async Task Parameter_headers_pass_as_they_are_because_only_the_backend_knows_its_schemas()
    {
        using var request = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo").With(
            ("Mcp-Param-Region", "eu"), ("mcp-param-Zone", "=?base64?w7w=?="));

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("eu", Gateway.Backend.Single().Headers["Mcp-Param-Region"]);
        Assert.Equal("=?base64?w7w=?=", Gateway.Backend.Single().Headers["Mcp-Param-Zone"]);
    }
}
