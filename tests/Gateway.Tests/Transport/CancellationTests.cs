using System.Text;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>Who gives up takes the connection with them; who reads slowly slows the server down.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task Giving_up_before_the_answer_closes_the_connection()
    {
        using var bed = new TransportBed(new RawServer(exchange =>
            exchange.Number == 1 ? Task.CompletedTask : exchange.SendAsync(TransportBed.Good)));
        using var giveUp = new CancellationTokenSource();

        var asking = bed.SendAsync(bed.Post(), giveUp.Token);
        await Eventually.HoldsAsync(() => bed.Server.Requests.Count == 1, "the server has the request");
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        Assert.Equal("good", await bed.AskAsync(bed.Post()));
    }

    [Fact]
    public async Task Giving_up_beforehand_sends_nothing()
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));
        await bed.AskAsync(bed.Get());

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => bed.SendAsync(bed.Post(), new CancellationToken(canceled: true)));

        Assert.Equal("good", await bed.AskAsync(bed.Get()));
        Assert.DoesNotContain(bed.Server.Requests, text => text.StartsWith("POST", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Content-Length: 9\r\n\r\nhalf")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\nhalf")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nffff\r\nhalf")]
    [InlineData("\r\nhalf")]
    public async Task Giving_up_within_the_body_closes_the_connection(string rest)
    {
        using var bed = new TransportBed(new RawServer($"HTTP/1.1 200 OK\r\n{rest}", TransportBed.Good));
        using var giveUp = new CancellationTokenSource();
        using var response = await bed.SendAsync(bed.Post());
        var body = await response.Content.ReadAsStreamAsync(TransportBed.Cancelled);
        var buffer = new byte[100];
        await body.ReadExactlyAsync(buffer.AsMemory(0, 4), TransportBed.Cancelled);

        var reading = body.ReadAsync(buffer, giveUp.Token);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.AsTask().Within());
        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        Assert.Equal("good", await bed.AskAsync(bed.Post()));
    }

    [Theory]
    [InlineData("Content-Length: 9\r\n\r\nhalf")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n9\r\nhalf")]
    [InlineData("\r\nhalf")]
    public async Task Letting_go_while_somebody_reads_ends_the_reading(string rest)
    {
        using var bed = new TransportBed(new RawServer($"HTTP/1.1 200 OK\r\n{rest}"));
        var response = await bed.SendAsync(bed.Post());
        var body = await response.Content.ReadAsStreamAsync(TransportBed.Cancelled);
        var buffer = new byte[100];
        await body.ReadExactlyAsync(buffer.AsMemory(0, 4), TransportBed.Cancelled);

        var reading = body.ReadAsync(buffer, TransportBed.Cancelled);
        response.Dispose();

        await Assert.ThrowsAnyAsync<IOException>(() => reading.AsTask().Within());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_slow_reader_slows_the_server_down_and_gets_everything(bool isChunked)
    {
        const int Length = 32 * 1024 * 1024;
        var sent = 0;
        using var bed = new TransportBed(new RawServer(async exchange =>
        {
            await exchange.SendAsync(isChunked
                ? $"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{Length:x}\r\n"
                : $"HTTP/1.1 200 OK\r\nContent-Length: {Length}\r\n\r\n");
            var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("0123456789abcdef", 4096)));
            while (sent < Length)
            {
                await exchange.SendAsync(piece);
                Interlocked.Add(ref sent, piece.Length);
            }

            if (isChunked)
                await exchange.SendAsync("\r\n0\r\n\r\n");
        }));
        using var response = await bed.SendAsync(bed.Get());
        var body = await response.Content.ReadAsStreamAsync(TransportBed.Cancelled);
        var last = -1;
        await Eventually.HoldsAsync(
            () => Interlocked.Exchange(ref last, Volatile.Read(ref sent)) == sent && sent > 0, "the server waits");

        var whileNobodyRead = sent;
        var buffer = new byte[64 * 1024];
        long received = 0;
        var isRight = true;
        int count;
        while ((count = await body.ReadAsync(buffer, TransportBed.Cancelled).AsTask().Within()) > 0)
        {
            for (var i = 0; i < count; i++, received++)
                isRight &= buffer[i] == "0123456789abcdef"[(int)(received % 16)];
        }

        Assert.True(whileNobodyRead < Length / 2);
        Assert.Equal(Length, received);
        Assert.True(isRight);
        Assert.Equal("", await bed.AskAsync(new HttpRequestMessage(HttpMethod.Head, bed.Server.Address)));
    }
}
