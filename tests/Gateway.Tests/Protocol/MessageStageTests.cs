using System.Net;
using System.Text;
using CsCheck;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Protocol;

public sealed class MessageStageTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"ping"}]""", -32600)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"ping","\u006dethod":"tools/call"}""", -32700)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"Method":"ping"}""", -32600)]
    [InlineData("{", -32700)]
    [InlineData("", -32700)]
    public async Task A_malformed_message_gets_400_with_a_JSON_RPC_error_and_nothing_is_forwarded(string body, int code)
    {
        using var response = await Client.AskAsync(Rpc.Post(body));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json-rpc")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json;charset=iso-8859-1")]
    [InlineData("text/json")]
    [InlineData("json")]
    public async Task Another_media_type_or_character_set_gets_415(string contentType)
    {
        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Content-Type", contentType)));

        await IsRefusedAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task No_media_type_gets_415()
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.Content!.Headers.ContentType = null;

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("Application/JSON")]
    public async Task The_media_type_of_JSON_passes_in_all_its_spellings_and_arrives_plain(string contentType)
    {
        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Content-Type", contentType)));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", Gateway.Backend.Single().Headers["Content-Type"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("gzip, gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task An_encoded_body_gets_415(string encoding)
    {
        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Content-Encoding", encoding)));

        await IsRefusedAsync(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_of_exactly_4_MiB_passes_unchanged(bool isChunked)
    {
        var body = Padded(4 * 1024 * 1024);
        using var request = Rpc.Post(body);
        request.Headers.TransferEncodingChunked = isChunked;

        using var response = await Client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = Gateway.Backend.Single();
        Assert.Equal(body.Length.ToString(null, null), received.Headers["Content-Length"]);
        Assert.DoesNotContain("Transfer-Encoding", received.Headers.Keys);
        Assert.True(body.AsSpan().SequenceEqual(received.Body));
    }

    [Fact]
    public async Task A_body_announced_as_larger_gets_413_before_it_is_sent()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(Head($"Content-Length: {4 * 1024 * 1024 + 1}"));

        var response = await connection.ReadUntilAsync("}}").Within();
        Assert.StartsWith("HTTP/1.1 413 ", response);
        Assert.Contains("\"jsonrpc\":\"2.0\"", response);
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task A_chunked_body_gets_413_as_soon_as_it_is_larger()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);
        await connection.SendAsync(Head("Transfer-Encoding: chunked"));
        var answer = connection.ReadUntilAsync("}}");

        // Five chunks of a MiB, and no last chunk: the answer must not wait for the end.
        var chunk = Encoding.ASCII.GetBytes($"100000\r\n{new string(' ', 1024 * 1024)}\r\n");
        for (var i = 0; i < 5 && !answer.IsCompleted; i++)
            await connection.SendAsync(chunk);

        Assert.StartsWith("HTTP/1.1 413 ", await answer.Within());
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("zz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}XX0\r\n\r\n")]
    [InlineData("-2\r\n{}\r\n0\r\n\r\n")]
    public async Task Broken_chunks_get_400_and_the_connection_closes(string body)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(Head("Transfer-Encoding: chunked") + body);

        Assert.StartsWith("HTTP/1.1 400 ", await connection.ReadToEndAsync().Within());
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task A_body_in_chunks_of_one_byte_is_one_message()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(
            Head("Transfer-Encoding: chunked\r\nConnection: close")
            + string.Concat(Rpc.LegacyCall.Select(character => $"1;x=y\r\n{character}\r\n")) + "0\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 200 ", await connection.ReadToEndAsync().Within());
        Assert.Equal(Rpc.LegacyCall, Encoding.UTF8.GetString(Gateway.Backend.Single().Body));
    }

    [Fact]
    public async Task A_configured_limit_counts()
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:MaxBodyBytes"] = "2048" });
        using var client = gateway.CreateAuthorizedClient();

        using var small = await client.AskAsync(Rpc.Post(Padded(2048)));
        using var large = await client.AskAsync(Rpc.Post(Padded(2049)));

        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Single(gateway.Backend.Received);
    }

    [Fact]
    public async Task Any_bytes_are_forwarded_unchanged_or_refused_with_a_4xx() =>
        await JsonText.Any.SampleAsync(
            async body =>
            {
                Gateway.Backend.Received.Clear();
                using var response = await Client.AskAsync(Rpc.Post(body));
                var status = (int)response.StatusCode;
                await response.TextAsync();
                if (status is >= 400 and < 500)
                    Assert.Empty(Gateway.Backend.Received);
                else
                    Assert.Equal(body, Gateway.Backend.Single().Body);
            },
            iter: 1_000,
            threads: 1);

    private string Head(string framing) =>
        $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{Gateway.Bearer}\r\n"
        + $"Accept: application/json, text/event-stream\r\nContent-Type: application/json\r\n{framing}\r\n\r\n";

    private static byte[] Padded(int length)
    {
        const string Frame = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"arguments":{"text":"*"}}}""";
        var padding = new string('x', length - Frame.Length + 1);
        return Encoding.ASCII.GetBytes(Frame.Replace("*", padding, StringComparison.Ordinal));
    }
}
