using System.Net;
using System.Net.Sockets;
using McpAspire.Gateway.Transport;
using McpAspire.Shared;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>Which connections get another request, and which requests are sent again.</summary>
public sealed class ConnectionReuseTests
{
    private const string Evil = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil";

    [Fact]
    public async Task A_connection_is_used_again_when_its_answer_has_been_read()
    {
        using var bed = new TransportBed(new RawServer(TransportBed.Good));

        for (var number = 0; number < 5; number++)
            Assert.Equal("good", await bed.AskAsync(bed.Post()));

        Assert.Equal(1, bed.Server.Connections);
    }

    [Theory]
    [InlineData(TransportBed.Good + Evil)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n" + Evil)]
    [InlineData(TransportBed.Good + "\r\n")]
    public async Task What_follows_an_answer_is_nobodys(string answer)
    {
        using var bed = new TransportBed(new RawServer(answer, TransportBed.Good));

        Assert.Equal("good", await bed.AskAsync(bed.Post()));
        Assert.Equal("good", await bed.AskAsync(bed.Post()));

        Assert.Equal(2, bed.Server.Connections);
    }

    [Fact]
    public async Task What_comes_before_it_is_asked_for_is_nobodys()
    {
        var time = new FakeTimeProvider();
        var wasRead = new TaskCompletionSource();
        using var bed = new TransportBed(
            new RawServer(async exchange =>
            {
                await exchange.SendAsync(TransportBed.Good);
                if (exchange.Number > 1)
                    return;
                await wasRead.Task;
                await exchange.SendAsync(Evil);
            }),
            new TransportLimits { Idle = TimeSpan.MaxValue, Lifetime = TimeSpan.MaxValue },
            time);

        Assert.Equal("good", await bed.AskAsync(bed.Post()));
        wasRead.SetResult();
        await Eventually.HoldsAsync(() => IsSwept(bed, time), "the connection has been found to be of no use");

        Assert.Equal("good", await bed.AskAsync(bed.Post()));
        Assert.Equal(2, bed.Server.Connections);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ngood\r\n0\r\n\r\n")]
    public async Task An_answer_that_nobody_reads_to_its_end_ends_the_connection(string answer)
    {
        using var bed = new TransportBed(new RawServer(answer, TransportBed.Good));

        (await bed.SendAsync(bed.Post())).Dispose();

        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
        Assert.Equal("good", await bed.AskAsync(bed.Post()));
    }

    [Fact]
    public async Task A_connection_that_was_closed_while_idle_costs_nobody_a_request()
    {
        using var bed = new TransportBed(new RawServer(async exchange =>
        {
            await exchange.SendAsync(TransportBed.Good);
            exchange.Close();
        }));

        for (var number = 0; number < 3; number++)
        {
            Assert.Equal("good", await bed.AskAsync(bed.Post()));
            await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the server has closed");
        }

        Assert.Equal(3, bed.Server.Requests.Count);
    }

    [Theory]
    [InlineData("POST", 1)]
    [InlineData("DELETE", 1)]
    [InlineData("GET", 2)]
    public async Task Only_what_reads_is_sent_again_when_a_used_connection_breaks(string method, int sent)
    {
        using var bed = new TransportBed(new RawServer(exchange =>
        {
            if (exchange.Number != 2)
                return exchange.SendAsync(TransportBed.Good);
            exchange.Close();
            return Task.CompletedTask;
        }));
        await bed.AskAsync(bed.Post());
        var request = new HttpRequestMessage(new HttpMethod(method), bed.Server.Address);
        if (method == "POST")
            request.Content = new StringContent("{}");

        var answer = await Record.ExceptionAsync(() => bed.AskAsync(request));

        Assert.Equal(sent, bed.Server.Requests.Count(text => text.StartsWith(method, StringComparison.Ordinal))
            - (method == "POST" ? 1 : 0));
        Assert.Equal(sent == 2, answer is null);
        if (answer is not null)
            Assert.Equal(HttpRequestError.ResponseEnded, Assert.IsType<HttpRequestException>(answer).HttpRequestError);
    }

    [Fact]
    public async Task A_new_connection_that_breaks_is_not_tried_again()
    {
        using var bed = new TransportBed(new RawServer(exchange =>
        {
            exchange.Close();
            return Task.CompletedTask;
        }));

        await Assert.ThrowsAsync<HttpRequestException>(() => bed.AskAsync(bed.Get()));

        Assert.Single(bed.Server.Requests);
    }

    [Theory]
    [InlineData("", 59, 1)]
    [InlineData("", 61, 2)]
    [InlineData("Keep-Alive: timeout=5\r\n", 3, 1)]
    [InlineData("Keep-Alive: timeout=5, max=100\r\n", 5, 2)]
    [InlineData("Keep-Alive: timeout=1\r\n", 0, 2)]
    [InlineData("Keep-Alive: timeout=9999\r\n", 61, 2)]
    [InlineData("Keep-Alive: nonsense\r\n", 59, 1)]
    public async Task A_connection_is_let_go_before_its_server_closes_it(string field, int seconds, int connections)
    {
        var time = new FakeTimeProvider();
        using var bed = new TransportBed(
            new RawServer($"HTTP/1.1 200 OK\r\n{field}Content-Length: 4\r\n\r\ngood"), time: time);

        await bed.AskAsync(bed.Post());
        time.Advance(TimeSpan.FromSeconds(seconds));
        await bed.AskAsync(bed.Post());

        Assert.Equal(connections, bed.Server.Connections);
    }

    [Fact]
    public async Task A_connection_that_is_always_used_becomes_old_nevertheless()
    {
        var time = new FakeTimeProvider();
        using var bed = new TransportBed(new RawServer(TransportBed.Good), time: time);

        for (var number = 0; number < 11; number++)
        {
            await bed.AskAsync(bed.Post());
            time.Advance(TimeSpan.FromSeconds(30));
        }

        Assert.Equal(2, bed.Server.Connections);
    }

    [Fact]
    public async Task Idle_connections_are_closed_though_nobody_asks_for_them()
    {
        var time = new FakeTimeProvider();
        using var bed = new TransportBed(new RawServer(TransportBed.Good), time: time);
        await bed.AskAsync(bed.Post());

        time.Advance(TimeSpan.FromMinutes(2));

        await Eventually.HoldsAsync(() => bed.Server.Open == 0, "the connection is closed");
    }

    [Fact]
    public async Task There_are_so_many_connections_and_no_more()
    {
        using var bed = new TransportBed(
            new RawServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            new TransportLimits { Connections = 2 });
        var first = await bed.SendAsync(bed.Get());
        using var second = await bed.SendAsync(bed.Get());

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => bed.SendAsync(bed.Get()));
        first.Dispose();
        using var third = await bed.SendAsync(bed.Get());

        Assert.Equal(HttpRequestError.ConnectionError, problem.HttpRequestError);
        Assert.Equal(3, bed.Server.Requests.Count);
    }

    [Fact]
    public async Task Nobody_there_and_nobody_answering_are_told_from_a_request_that_was_sent()
    {
        using var gone = new TransportBed(new RawServer(TransportBed.Good));
        gone.Server.Dispose();
        using var silent = new Socket(SocketType.Stream, ProtocolType.Tcp);
        silent.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        silent.Listen(0);
        var address = (IPEndPoint)silent.LocalEndPoint!;
        // Fills what the system accepts on behalf of a server that does not.
        using var filler = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await filler.ConnectAsync(address, TransportBed.Cancelled);
        using var transport = new HttpMessageInvoker(new SocketsTransport(
            new SocketsHttpHandler(),
            new TransportLimits { Connect = TimeSpan.FromMilliseconds(200) },
            TimeProvider.System));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => gone.SendAsync(gone.Get()));
        var late = await Assert.ThrowsAsync<HttpRequestException>(() => transport.SendAsync(
            new HttpRequestMessage(HttpMethod.Get, $"http://{address}/"), TransportBed.Cancelled).Within());

        Assert.Equal(HttpRequestError.ConnectionError, refused.HttpRequestError);
        Assert.Equal(HttpRequestError.ConnectionError, late.HttpRequestError);
    }

    private static bool IsSwept(TransportBed bed, FakeTimeProvider time)
    {
        time.Advance(TimeSpan.FromSeconds(15));
        return bed.Server.Open == 0;
    }
}
