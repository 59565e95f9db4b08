using System.Net;
using McpAspire.Gateway.Transport;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>
/// Answers that can be read in two ways. Whoever goes on after one of them gives a part of it to the next caller.
/// </summary>
public sealed class ResponseFramingTests
{
    public static TheoryData<string> Malformed =>
    [
        // Two framings at once, or one that says two things.
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n4\r\nevil\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nevil!",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: 4, 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: +4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: -4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: 4 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551620\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: \u000Bchunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",

        // Lines that others end elsewhere.
        "HTTP/1.1 200 OK\nContent-Length: 4\n\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\n\r\nevil",
        "HTTP/1.1 200 OK\r\nX: a\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nX: a\rContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nX: a\r\n folded\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\n\tX: a\r\nContent-Length: 4\r\n\r\nevil",

        // Names and values that others read differently.
        "HTTP/1.1 200 OK\r\nContent-Length : 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length\t: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nContent-Length\u0000: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nX: a\u0000b\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nX: a\u007Fb\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nno colon\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\n: no name\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 200 OK\r\nX\u00E9: a\r\nContent-Length: 4\r\n\r\nevil",

        // Beginnings that are none.
        "HTTP/2.0 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.2 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "http/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1  200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 20 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 2000 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 2x0 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 600 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 099 OK\r\nContent-Length: 4\r\n\r\nevil",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\nevil",
        "\r\nHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
        "evil\r\n\r\n",
        "<html>no HTTP at all</html>\n",
    ];

    public static TheoryData<string> MalformedChunks =>
    [
        "g\r\nevil\r\n0\r\n\r\n",
        "-4\r\nevil\r\n0\r\n\r\n",
        "0x4\r\nevil\r\n0\r\n\r\n",
        "4 \r\nevil\r\n0\r\n\r\n",
        " 4\r\nevil\r\n0\r\n\r\n",
        "\r\nevil\r\n0\r\n\r\n",
        ";a=b\r\nevil\r\n0\r\n\r\n",
        "4\nevil\r\n0\r\n\r\n",
        "4\r\nevil\n0\r\n\r\n",
        "4\r\nevilX\r\n0\r\n\r\n",
        "4\r\nevi\r\n0\r\n\r\n",
        "100000004\r\nevil\r\n0\r\n\r\n",
        "4;a=b\nc\r\nevil\r\n0\r\n\r\n",
        "4;a=\u0000\r\nevil\r\n0\r\n\r\n",
        "4;" + new string('a', 500) + "\r\nevil\r\n0\r\n\r\n",
        "4\r\nevil\r\n0\r\nX: a\n\r\n",
        "4\r\nevil\r\n0\r\n folded\r\n\r\n",
        "4\r\nevil\r\n0\r\nX: " + new string('a', 10_000) + "\r\n\r\n",
        "4\r\nevil\r\n0\r\n\rX",
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task An_ambiguous_head_is_refused_and_the_connection_ends(string answer)
    {
        using var bed = new TransportBed(new RawServer(answer, TransportBed.Good));

        await Assert.ThrowsAsync<FramingException>(() => bed.SendAsync(bed.Post()));

        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        Assert.Equal("good", await bed.AskAsync(bed.Post()));
        Assert.Equal(2, bed.Server.Connections);
    }

    [Theory]
    [MemberData(nameof(MalformedChunks))]
    public async Task An_ambiguous_chunk_breaks_the_body_off_and_the_connection_ends(string chunks)
    {
        const string Head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        using var bed = new TransportBed(new RawServer(Head + chunks, TransportBed.Good));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bed.AskAsync(bed.Post()));

        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        Assert.Equal("good", await bed.AskAsync(bed.Post()));
    }

    [Theory]
    [InlineData("X: ", 40_000, 1)]
    [InlineData("X: a", 0, 101)]
    public async Task A_head_is_bounded(string field, int length, int count)
    {
        var fields = string.Concat(Enumerable.Repeat($"{field}{new string('a', length)}\r\n", count));
        using var bed = new TransportBed(new RawServer($"HTTP/1.1 200 OK\r\n{fields}\r\n"));

        await Assert.ThrowsAsync<FramingException>(() => bed.SendAsync(bed.Post()));
    }

    [Fact]
    public async Task A_head_of_some_size_is_read_nevertheless()
    {
        var value = new string('a', 20_000);
        using var bed = new TransportBed(new RawServer($"HTTP/1.1 200 OK\r\nX: {value}\r\nContent-Length: 0\r\n\r\n"));

        using var response = await bed.SendAsync(bed.Post());

        Assert.Equal(value, Assert.Single(response.Headers.GetValues("X")));
    }

    [Fact]
    public async Task Informational_responses_are_passed_over_but_not_without_end()
    {
        const string Early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\nContent-Length: 7\r\n\r\n";
        using var bed = new TransportBed(new RawServer(
            "HTTP/1.1 100 Continue\r\n\r\n" + Early + TransportBed.Good, string.Concat(Enumerable.Repeat(Early, 20))));

        Assert.Equal("good", await bed.AskAsync(bed.Post()));
        await Assert.ThrowsAsync<FramingException>(() => bed.SendAsync(bed.Post()));
    }

    [Theory]
    [InlineData("POST", "HTTP/1.1 204 No Content\r\n\r\n", 1)]
    [InlineData("POST", "HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n", 1)]
    [InlineData("POST", "HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\n", 2)]
    [InlineData("POST", "HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n", 2)]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 4\r\n\r\n", 1)]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n", 1)]
    [InlineData("POST", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 1)]
    [InlineData("POST", "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n", 2)]
    [InlineData("POST", "HTTP/1.0 202 Accepted\r\nContent-Length: 0\r\n\r\n", 2)]
    public async Task An_answer_without_a_body_has_none_and_is_kept_apart_if_it_announces_one(
        string method, string answer, int connections)
    {
        using var bed = new TransportBed(new RawServer(answer, TransportBed.Good));

        var body = await bed.AskAsync(new HttpRequestMessage(new HttpMethod(method), bed.Server.Address));

        Assert.Equal("", body);
        Assert.Equal("good", await bed.AskAsync(bed.Post()));
        Assert.Equal(connections, bed.Server.Connections);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\n\r\nevil")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n5\r\nevil")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4\r\nevil\r\n0\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n")]
    public async Task A_body_that_is_cut_off_is_no_body(string rest)
    {
        using var bed = new TransportBed(new RawServer(async exchange =>
        {
            await exchange.SendAsync($"HTTP/1.1 200 OK\r\n{rest}");
            exchange.Close();
        }));

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => bed.AskAsync(bed.Post()));
    }

    [Fact]
    public async Task A_body_up_to_the_close_ends_there_and_one_up_to_a_reset_does_not()
    {
        using var bed = new TransportBed(new RawServer(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\n\r\nall of it");
            if (exchange.Number == 1)
                exchange.Close();
        }));
        using var cut = new TransportBed(new RawServer(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\n\r\nall of it");
            exchange.Reset();
        }));

        Assert.Equal("all of it", await bed.AskAsync(bed.Post()));
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => cut.AskAsync(cut.Post()));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 11\r\nX-A:  b \r\n\r\nhello world")]
    [InlineData("HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\nX-A: b\r\n\r\n5\r\nhello\r\n006;a=\"b\"\r\n world\r\n0\r\nT: x\r\n\r\n")]
    [InlineData("HTTP/1.1 200\r\ncontent-length: 11\r\nX-A:b\r\n\r\nhello world")]
    public async Task Wherever_the_bytes_are_cut_the_answer_is_the_same(string answer)
    {
        using var bed = new TransportBed(new RawServer(exchange => exchange.Number switch
        {
            1 => exchange.TrickleAsync(answer),
            _ => exchange.SendAsync(answer),
        }));

        for (var number = 0; number < 3; number++)
        {
            using var response = await bed.SendAsync(bed.Post());

            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("b", Assert.Single(response.Headers.GetValues("X-A")));
            Assert.Equal("hello world", await response.Content.ReadAsStringAsync(TransportBed.Cancelled).Within());
        }

        Assert.Equal(1, bed.Server.Connections);
    }
}
