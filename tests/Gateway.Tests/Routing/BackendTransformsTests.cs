using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace McpAspire.Gateway.Tests.Routing;

public class BackendTransformsTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    public async Task Events_arrive_one_by_one(string method)
    {
        var firstWasRead = new TaskCompletionSource();
        Gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Rpc.Progress(1));
            await http.Response.Body.FlushAsync();
            await firstWasRead.Task;
            await http.Response.WriteAsync(HttpMethods.IsPost(method) ? Rpc.Event(Rpc.Answer) : Rpc.Progress(2));
        };
        using var request = method == "GET"
            ? new HttpRequestMessage(HttpMethod.Get, Rpc.Path).With(("Accept", "text/event-stream"))
            : Rpc.Post(Rpc.LegacyCall);

        using var response = await Client.AskAsync(request);
        var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        var first = await reader.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().Within();
        firstWasRead.SetResult();
        var rest = await reader.ReadToEndAsync(TestContext.Current.CancellationToken).Within();

        Assert.Equal(Rpc.Progress(1), first + "\n\n");
        Assert.Equal("\n" + (HttpMethods.IsPost(method) ? Rpc.Event(Rpc.Answer) : Rpc.Progress(2)), rest);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no", Assert.Single(response.Headers.GetValues("X-Accel-Buffering")));
    }

    [Fact]
    public async Task The_headers_of_a_stream_arrive_before_its_first_event()
    {
        var end = new TaskCompletionSource();
        Gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            http.Response.Headers.CacheControl = "no-store";
            await http.Response.Body.FlushAsync();
            await end.Task;
        };

        using var response = await Client.AskAsync(new HttpRequestMessage(HttpMethod.Get, Rpc.Path)).Within();
        end.SetResult();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Assert.Equal("", await response.TextAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_ends_the_request_to_the_backend()
    {
        var backendSawTheEnd = new TaskCompletionSource();
        Gateway.Backend.Answer = async http =>
        {
            http.RequestAborted.Register(() => backendSawTheEnd.TrySetResult());
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Rpc.Progress(1));
            await http.Response.Body.FlushAsync();
            await backendSawTheEnd.Task;
        };

        var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        response.Dispose();

        await backendSawTheEnd.Task.Within();
    }

    [Fact]
    public async Task A_client_that_leaves_before_the_answer_ends_the_request_to_the_backend()
    {
        var reached = new TaskCompletionSource();
        var backendSawTheEnd = new TaskCompletionSource();
        Gateway.Backend.Answer = async http =>
        {
            http.RequestAborted.Register(() => backendSawTheEnd.TrySetResult());
            reached.SetResult();
            await backendSawTheEnd.Task;
        };
        using var leave = new CancellationTokenSource();

        var asking = Client.SendAsync(Rpc.Post(Rpc.LegacyCall), leave.Token);
        await reached.Task.Within();
        await leave.CancelAsync();

        await backendSawTheEnd.Task.Within();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task A_backend_that_dies_in_the_middle_of_a_stream_ends_it_visibly()
    {
        var begun = new TaskCompletionSource();
        Gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Rpc.Progress(1));
            await http.Response.Body.FlushAsync();
            await begun.Task;
            http.Abort();
        };

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        begun.SetResult();

        await Assert.ThrowsAnyAsync<HttpRequestException>(response.TextAsync).Within();
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task A_standing_stream_does_not_hold_up_the_stop_of_the_gateway(string method)
    {
        const string Listen = """{"jsonrpc":"2.0","id":1,"method":"subscriptions/listen"}""";
        await using var gateway = await GatewayHost.StartAsync();
        using var client = gateway.CreateAuthorizedClient();
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var request = method == "GET" ? new HttpRequestMessage(HttpMethod.Get, Rpc.Path) : Rpc.Post(Listen);
        using var response = await client.AskAsync(request);

        var host = gateway.Services.GetRequiredService<IHost>();
        await host.StopAsync(TestContext.Current.CancellationToken).Within(TimeSpan.FromSeconds(10));

        await Assert.ThrowsAnyAsync<HttpRequestException>(response.TextAsync);
    }

    [Fact]
    public async Task A_hundred_streams_at_once_get_their_own_events()
    {
        Gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            for (var i = 0; i < 5; i++)
            {
                await http.Response.WriteAsync(Rpc.Progress(http.Request.Headers["Mcp-Param-Stream"]));
                await http.Response.Body.FlushAsync();
            }

            await http.Response.WriteAsync(Rpc.Event(Rpc.Answer));
        };

        var streams = Enumerable.Range(0, 100).Select(async i =>
        {
            using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Mcp-Param-Stream", $"s-{i}")));
            return (i, Text: await response.TextAsync());
        });

        foreach (var (i, text) in await Task.WhenAll(streams))
            Assert.Equal(string.Concat(Enumerable.Repeat(Rpc.Progress($"s-{i}"), 5)) + Rpc.Event(Rpc.Answer), text);
    }
}
