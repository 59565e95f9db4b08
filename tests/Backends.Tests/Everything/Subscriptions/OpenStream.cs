using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpAspire.Backends.Tests.Everything.Subscriptions;

/// <summary>A <c>subscriptions/listen</c> under way; the client has no method of its own for it.</summary>
internal sealed class OpenStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _close = new();
    private readonly Task _request;

    public OpenStream(McpClient client, JsonObject notifications)
    {
        var listen = new JsonRpcRequest
        {
            Id = new RequestId("listen-1"),
            Method = RequestMethods.SubscriptionsListen,
            Params = new JsonObject { ["notifications"] = notifications },
        };
        _request = client.SendRequestAsync(listen, _close.Token);
    }

    public async ValueTask DisposeAsync()
    {
        await _close.CancelAsync();
        await _request.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _close.Dispose();
    }
}
