using System.Net;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Pipeline;

/// <summary>
/// A refusal often leaves before the body has arrived. The caller gets it all the same, and no reset (RFC 9112
/// section 9.6).
/// </summary>
public sealed class RefusalDeliveryTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const int Rounds = 20;
    private static readonly byte[] Small = new byte[600];

    public static TheoryData<HttpStatusCode, string, string> Refused => new()
    {
        { HttpStatusCode.Unauthorized, "Authorization", "Bearer not-a-token" },
        { HttpStatusCode.Forbidden, "Origin", "https://evil.example" },
        { HttpStatusCode.Forbidden, "Host", "evil.example" },
        { HttpStatusCode.UnsupportedMediaType, "Content-Type", "text/plain" },
        { HttpStatusCode.NotAcceptable, "Accept", "text/html" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_small_body_may_come_after_the_refusal_on_a_connection_that_goes_on(
        HttpStatusCode status, string header, string value)
    {
        using var client = Gateway.CreateClient();
        for (var round = 0; round < Rounds; round++)
        {
            using var request = Request(new LateContent(Small), chunked: round % 2 == 0);
            if (header == "Accept")
                request.Headers.Accept.Clear();
            request.With((header, value));
            if (status != HttpStatusCode.Unauthorized)
                request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Gateway.Issuer.Token()}");

            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(status, response.StatusCode);
            await response.ErrorAsync();
        }
    }

    [Fact]
    public async Task The_connection_is_used_again()
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);
        var (head, body) = Halves();
        for (var round = 0; round < Rounds; round++)
        {
            await connection.SendAsync(head);
            var refusal = await connection.ReadUntilAsync("}}");
            await connection.SendAsync(body);

            Assert.StartsWith("HTTP/1.1 401 ", refusal);
            Assert.DoesNotContain("Connection: close", refusal, StringComparison.OrdinalIgnoreCase);
        }
    }

    /// <summary>One that is larger than what the listener itself would read, too.</summary>
    [Theory]
    [InlineData(5_000_000)]
    [InlineData(40_000_000)]
    public async Task A_client_that_sends_too_much_hears_so(int size)
    {
        for (var round = 0; round < 3; round++)
        {
            using var request = Request(new LateContent(new byte[size]), chunked: false);

            using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
            await response.ErrorAsync();
        }
    }

    private static (string Head, string Body) Halves()
    {
        var text = $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{RawConnection.Framed}";
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[..end], text[end..]);
    }

    private static HttpRequestMessage Request(HttpContent content, bool chunked)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Rpc.Path) { Content = content };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = chunked;
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        return request;
    }

    /// <summary>A body that leaves in a later packet than the head.</summary>
    private sealed class LateContent(byte[] bytes) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.FlushAsync();
            await Task.Delay(TimeSpan.FromMilliseconds(5));
            await stream.WriteAsync(bytes);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = bytes.Length;
            return true;
        }
    }
}
