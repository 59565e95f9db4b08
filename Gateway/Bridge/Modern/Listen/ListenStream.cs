using System.Buffers;

namespace McpAspire.Gateway.Bridge.Modern.Listen;

/// <summary>
/// One stream of <c>subscriptions/listen</c>: every message in it carries the id of the request that it belongs to.
/// </summary>
internal sealed class ListenStream(ModernRequest request, ListenFilter filter)
{
    private readonly TaskCompletionSource _acknowledged = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly byte[] _meta = Meta(request.Body[request.Message.Id].Span);

    public ListenFilter Filter { get; } = filter;

    /// <summary>What has to be the first message.</summary>
    public async Task AcknowledgeAsync()
    {
        var output = new ArrayBufferWriter<byte>(256);
        output.Write("{\"notifications\":"u8);
        Filter.Write(output);
        output.Write(",\"_meta\":"u8);
        output.Write(_meta);
        output.Write("}"u8);
        await request.Reply.NotifyAsync("notifications/subscriptions/acknowledged", output.WrittenMemory);
        _acknowledged.TrySetResult();
    }

    /// <summary>Tells that a list has changed, if it was asked for.</summary>
    public Task ChangedAsync(string method) =>
        Filter.Wants(method) ? TellAsync(method, Tagged("{}"u8)) : Task.CompletedTask;

    /// <param name="parameters">The object <c>params</c> in the endpoint's names.</param>
    public Task UpdatedAsync(ReadOnlySpan<byte> parameters) =>
        TellAsync("notifications/resources/updated", Tagged(parameters));

    /// <summary>Tells the client that this is the end, and not a broken connection.</summary>
    public Task EndAsync()
    {
        var output = new ArrayBufferWriter<byte>(128);
        output.Write("{\"resultType\":\"complete\",\"_meta\":"u8);
        output.Write(_meta);
        output.Write("}"u8);
        return request.Reply.ResultAsync(output.WrittenMemory);
    }

    private async Task TellAsync(string method, ReadOnlyMemory<byte> parameters)
    {
        await _acknowledged.Task.WaitAsync(request.Aborted);
        await request.Reply.NotifyAsync(method, parameters);
    }

    /// <summary>In the place of what the server said: that is about another stream.</summary>
    private ReadOnlyMemory<byte> Tagged(ReadOnlySpan<byte> parameters) =>
        JsonMembers.Replace(parameters, "_meta"u8, _meta, default, default);

    private static byte[] Meta(ReadOnlySpan<byte> id) =>
        [.. "{\"io.modelcontextprotocol/subscriptionId\":"u8, .. id, .. "}"u8];
}
