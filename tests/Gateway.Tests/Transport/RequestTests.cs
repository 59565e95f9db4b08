using System.Diagnostics;
using System.Net;
using System.Text;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>What is sent, and what is not.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Head_and_body_are_what_the_request_says_and_nothing_that_concerns_another_connection()
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));
        var request = bed.Post("""{"a":1}""");
        request.RequestUri = new Uri(bed.Server.Address, "/mcp?a=b%20c#d");
        request.Headers.TryAddWithoutValidation("Accept", ["application/json", "text/event-stream"]);
        request.Headers.TryAddWithoutValidation("Connection", "keep-alive, X");
        request.Headers.TryAddWithoutValidation("Transfer-Encoding", "chunked");
        request.Headers.TryAddWithoutValidation("Expect", "100-continue");
        request.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        request.Headers.TryAddWithoutValidation("TE", "trailers");
        request.Content!.Headers.TryAddWithoutValidation("Content-Type", "application/json");

        await bed.AskAsync(request);

        Assert.Equal(
            $"POST /mcp?a=b%20c HTTP/1.1\r\nHost: {bed.Server.Address.Authority}\r\nAccept: application/json\r\n"
            + "Accept: text/event-stream\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{\"a\":1}",
            Assert.Single(bed.Server.Requests));
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("DELETE", "")]
    [InlineData("POST", "Content-Length: 0\r\n")]
    public async Task A_request_without_a_body_says_so_where_one_is_expected(string method, string field)
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));

        await bed.AskAsync(new HttpRequestMessage(new HttpMethod(method), bed.Server.Address));

        Assert.Equal(
            $"{method} /mcp HTTP/1.1\r\nHost: {bed.Server.Address.Authority}\r\n{field}\r\n",
            Assert.Single(bed.Server.Requests));
    }

    [Theory]
    [InlineData("a\r\nX-Evil: b")]
    [InlineData("a\nb")]
    [InlineData("a\rb")]
    [InlineData("a\0b")]
    [InlineData("a\u00E9")]
    [InlineData("a\u0A0Db")]
    public async Task A_value_cannot_begin_another_header(string value)
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));
        var request = bed.Post();
        if (!request.Headers.TryAddWithoutValidation("X-A", value))
            request.Headers.Host = "unused";

        var problem = await Record.ExceptionAsync(() => bed.AskAsync(request));

        Assert.True(problem is HttpRequestException || !request.Headers.Contains("X-A"));
        Assert.DoesNotContain(bed.Server.Requests, text => text.Contains("X-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_body_of_another_length_than_announced_is_not_completed(int difference)
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));
        var request = bed.Post("12345");
        request.Content!.Headers.ContentLength = 5 + difference;

        await Assert.ThrowsAsync<HttpRequestException>(() => bed.AskAsync(request));

        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        Assert.Empty(bed.Server.Requests);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(8_000)]
    [InlineData(500_000)]
    public async Task A_body_arrives_whatever_its_size_and_with_or_without_its_length(int length)
    {
        var body = string.Concat(Enumerable.Range(0, length).Select(number => (char)('a' + (number % 26))));
        using var bed = new TransportBed(new RawServer(TransportBed.Good));

        await bed.AskAsync(bed.Post(body));
        var unknown = bed.Post();
        unknown.Content = new UnmeasuredContent(body);
        await bed.AskAsync(unknown);

        Assert.EndsWith($"\r\n\r\n{body}", bed.Server.Requests.First());
        var chunked = bed.Server.Requests.Last();
        Assert.Contains("Transfer-Encoding: chunked\r\n\r\n", chunked);
        Assert.EndsWith("\r\n0\r\n\r\n", chunked);
        Assert.Equal(1, bed.Server.Connections);
    }

    [Fact]
    public async Task A_refusal_before_the_body_has_been_read_is_heard()
    {
        using var bed = new TransportBed(new RawServer("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"));
        var request = bed.Post();
        var content = new StalledContent();
        request.Content = content;
        request.Headers.TryAddWithoutValidation("X-Early", "1");

        using var response = await bed.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        content.End();
    }

    [Theory]
    [InlineData("https://localhost/")]
    [InlineData("http://localhost/", 2)]
    public async Task TLS_and_HTTP_2_are_the_frameworks(string address, int version = 1)
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));
        var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = new Version(version, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        Assert.Equal("other", await bed.AskAsync(request));
    }

    [Fact]
    public async Task The_trace_goes_on_from_the_gateways_part_of_it()
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));
        var request = bed.Get();
        request.Headers.TryAddWithoutValidation("traceparent", "the caller's");
        using var activity = new Activity("gateway").SetIdFormat(ActivityIdFormat.W3C).Start();

        await bed.AskAsync(request);

        Assert.Contains($"traceparent: {activity.Id}\r\n", Assert.Single(bed.Server.Requests));
        Assert.DoesNotContain("the caller's", bed.Server.Requests.Single());
    }

    private sealed class UnmeasuredContent(string body) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            await stream.WriteAsync(bytes.AsMemory(0, bytes.Length / 3));
            await stream.WriteAsync(Array.Empty<byte>());
            await stream.WriteAsync(bytes.AsMemory(bytes.Length / 3));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>Begins a body and does not end it.</summary>
    private sealed class StalledContent : HttpContent
    {
        private readonly TaskCompletionSource _end = new();

        public StalledContent() => Headers.ContentLength = 1_000_000;

        public void End() => _end.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(new byte[64 * 1024]);
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
