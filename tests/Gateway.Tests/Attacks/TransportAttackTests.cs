using System.Net;
using System.Text;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>Cases 33 to 44 of the attack list: headers, framing, hosts and origins.</summary>
public sealed class TransportAttackTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("tools/call", "safe")]
    [InlineData("tools/list", "echo")]
    public async Task Case_33_a_header_cannot_say_another_call_than_the_body(string method, string name)
    {
        using var response = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, method, name));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Theory]
    [InlineData("MCP-Protocol-Version")]
    [InlineData("Mcp-Method")]
    [InlineData("Mcp-Name")]
    public async Task Case_34_each_of_them_is_there_once(string header)
    {
        using var missing = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo");
        var value = missing.Headers.GetValues(header).Single();
        missing.Headers.Remove(header);
        using var joined = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo");
        joined.Headers.Remove(header);
        joined.With((header, $"{value}, {value}"));
        var twice = RawConnection.Post(
            $"{Gateway.Bearer}\r\n{header}: {value}\r\n{header}: other");
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        using var refused = await Client.AskAsync(missing);
        using var refusedToo = await Client.AskAsync(joined);
        await connection.SendAsync(twice);

        await IsRefusedAsync(refused, HttpStatusCode.BadRequest, -32020);
        await IsRefusedAsync(refusedToo, HttpStatusCode.BadRequest, -32020);
        var answer = await connection.ReadToEndAsync().Within();
        Assert.StartsWith("HTTP/1.1 400 ", answer);
        Assert.Contains("-32020", answer);
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("=?base64?ZGFuZ2Vy?=")]
    [InlineData("=?base64?ZWNobw?=")]
    [InlineData("=?BASE64?ZWNobw==?=")]
    [InlineData("=?base64?/w==?=")]
    [InlineData("=?base64?PT9iYXNlNjQ/WldOb2J3PT0/PQ==?=")]
    public async Task Case_35_an_encoded_name_is_decoded_once(string name)
    {
        using var response = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", name));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    /// <summary>Which argument a header repeats, only the schema says, which is the server's: it has to refuse.</summary>
    [Fact]
    public async Task Case_36_a_parameter_header_reaches_the_server_that_can_judge_it_and_nothing_here_trusts_it()
    {
        using var request = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo").With(("Mcp-Param-Region", "eu"));

        using var response = await Client.AskAsync(request);

        Assert.Equal("eu", Gateway.Backend.Single().Headers["Mcp-Param-Region"]);
        Assert.Equal(Rpc.ModernCall, Encoding.UTF8.GetString(Gateway.Backend.Single().Body));
        Assert.DoesNotContain(Gateway.Log.Lines, line => line.Contains("Region", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2099-01-01")]
    [InlineData("garbage")]
    public async Task Case_37_the_version_is_one(string version)
    {
        using var request = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo");
        request.Headers.Remove("MCP-Protocol-Version");

        using var response = await Client.AskAsync(request.With(("MCP-Protocol-Version", version)));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Fact]
    public async Task Case_37_an_old_version_gives_no_right_to_lie_in_headers()
    {
        using var response = await Client.AskAsync(
            Rpc.Post(Rpc.LegacyCall, ("MCP-Protocol-Version", "2025-11-25"), ("Mcp-Name", "safe")));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Fact]
    public async Task Case_38_a_poisoned_400_does_not_change_how_the_next_request_is_judged()
    {
        Gateway.Backend.Answer = ScriptedBackend.Text("", "text/plain", StatusCodes.Status400BadRequest);
        using var poisoned = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));
        Gateway.Backend.Received.Clear();

        using var response = await Client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "danger"));

        Assert.Equal(HttpStatusCode.BadRequest, poisoned.StatusCode);
        await poisoned.ErrorAsync();
        await IsRefusedAsync(response, HttpStatusCode.BadRequest, -32020);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json;charset=utf-16")]
    [InlineData("")]
    public async Task Case_39_other_media_types_are_refused(string type)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Content!.Headers.Remove("Content-Type");
        if (type.Length > 0)
            request.With(("Content-Type", type));

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("text/event-stream")]
    [InlineData("text/html")]
    public async Task Case_39_a_client_accepts_both_forms_of_an_answer(string accept)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Headers.Remove("Accept");

        using var response = await Client.AskAsync(request.With(("Accept", accept)));

        await IsRefusedAsync(response, HttpStatusCode.NotAcceptable);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task Case_40_the_modern_era_has_POST_only(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Rpc.Path).With(
            ("MCP-Protocol-Version", "2026-07-28"), ("Accept", "text/event-stream"));

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.MethodNotAllowed);
        Assert.Equal(["POST", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task Case_40_and_it_has_no_sessions_in_either_direction()
    {
        var answer = Gateway.Backend.Answer;
        Gateway.Backend.Answer = http =>
        {
            http.Response.Headers["Mcp-Session-Id"] = "minted";
            return answer(http);
        };
        using var request = Rpc.Modern(Rpc.ModernCall, "tools/call", "echo").With(
            ("Mcp-Session-Id", "s-1"), ("Last-Event-ID", "e-1"), ("X-HTTP-Method-Override", "DELETE"));

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains("Mcp-Session-Id"));
        var received = Gateway.Backend.Single();
        Assert.Equal("POST", received.Method);
        Assert.DoesNotContain(
            received.Headers.Keys, name => name is "Mcp-Session-Id" or "Last-Event-ID" or "X-HTTP-Method-Override");
    }

    [Theory]
    [InlineData("Content-Length: {0}\r\nTransfer-Encoding: chunked\r\n")]
    [InlineData("Content-Length: {0}\r\nContent-Length: 5\r\n")]
    [InlineData("Content-Length: {0}, {0}\r\n")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: 0x10\r\n")]
    [InlineData("Transfer-Encoding: xchunked\r\n")]
    [InlineData("Transfer-Encoding : chunked\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n")]
    [InlineData("X-A: b\r\n Transfer-Encoding: chunked\r\n")]
    [InlineData("X-A: b\r\n\tContent-Length: 5\r\n")]
    [InlineData("X-A: b\nContent-Length: {0}\r\n")]
    [InlineData("Content-Length: {0}\n")]
    [InlineData("X-A: b\rContent-Length: {0}\r\n")]
    public async Task Case_41_a_request_whose_end_or_lines_can_be_read_in_two_ways_ends_the_connection(string framing)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);
        var body = $"{Rpc.LegacyCall.Length:x}\r\n{Rpc.LegacyCall}\r\n0\r\n\r\n";

        await connection.SendAsync(
            $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{Gateway.Bearer}\r\n"
            + $"Content-Type: application/json\r\n{string.Format(null, framing, body.Length)}\r\n{body}");

        var response = await connection.ReadToEndAsync().Within();
        Assert.StartsWith("HTTP/1.1 400 ", response);
        Assert.Single(response.Split("HTTP/1.1 ", StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("-2\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\n{}\r\n0\r\n\r\n")]
    [InlineData("2;x\n0\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}XX0\r\n\r\n")]
    public async Task Case_41_so_does_a_chunk_that_is_none(string body)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{Gateway.Bearer}\r\n"
            + $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadToEndAsync().Within());
        Assert.Empty(Gateway.Backend.Received);
    }

    /// <summary>They are HTTP/1.1 and go no further: what is forwarded has a length of the gateway's own.</summary>
    [Fact]
    public async Task Case_41_extensions_and_trailers_of_chunks_end_here()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{Gateway.Bearer}\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
            + $"{Rpc.LegacyCall.Length:x};evil=\"x\"\r\n{Rpc.LegacyCall}\r\n0\r\nX-Trailer: y\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await connection.ReadToEndAsync().Within());
        var received = Gateway.Backend.Single();
        Assert.Equal($"{Rpc.LegacyCall.Length}", received.Headers["Content-Length"]);
        Assert.DoesNotContain(received.Headers.Keys, name => name is "Transfer-Encoding" or "Trailer" or "X-Trailer");
    }

    [Fact]
    public async Task Case_41_HTTP_2_is_not_spoken_in_clear()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

        Assert.DoesNotContain(" 200 ", await connection.ReadToEndAsync().Within());
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("Mcp-Session-Id: a\0b")]
    [InlineData("Mcp-Session-Id: a\rb")]
    [InlineData("Last-Event-ID: a\0")]
    [InlineData("Mcp-Param-X: a\u0001b")]
    [InlineData("Mcp-Session-Id: a\u007fb")]
    [InlineData("traceparent: 00\0")]
    public async Task Case_42_control_characters_in_headers_are_refused(string header)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(RawConnection.Post($"{Gateway.Bearer}\r\n{header}"));

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadToEndAsync().Within());
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("Origin", "https://evil")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost.evil")]
    [InlineData("Origin", "http://localhost:8080.evil.example")]
    [InlineData("Host", "127.0.0.1:8080")]
    [InlineData("Host", "0.0.0.0:8080")]
    [InlineData("Host", "[::1]:8080")]
    [InlineData("Host", "evil.example")]
    public async Task Case_43_foreign_origins_and_hosts_are_refused(string header, string value)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Headers.TryAddWithoutValidation(header, value);

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Case_44_no_origin_is_reflected_and_credentials_are_never_allowed()
    {
        using var foreign = Preflight("https://evil.example");
        using var own = Preflight(GatewayHost.PublicOrigin);

        using var refused = await Client.AskAsync(foreign);
        using var allowed = await Client.AskAsync(own);

        await IsRefusedAsync(refused, HttpStatusCode.Forbidden);
        Assert.False(refused.Headers.Contains("Access-Control-Allow-Origin"));
        Assert.Equal(GatewayHost.PublicOrigin, allowed.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.False(allowed.Headers.Contains("Access-Control-Allow-Credentials"));
        Assert.DoesNotContain("*", allowed.Headers.GetValues("Access-Control-Allow-Headers"));
    }

    private static HttpRequestMessage Preflight(string origin) =>
        new HttpRequestMessage(HttpMethod.Options, Rpc.Path).With(
            ("Origin", origin),
            ("Access-Control-Request-Method", "POST"),
            ("Access-Control-Request-Headers", "authorization, x-evil"));
}
