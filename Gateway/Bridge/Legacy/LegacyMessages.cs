using System.Buffers;
using System.Text;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Messages to a client, each on one line.</summary>
internal static class LegacyMessages
{
    public static ReadOnlyMemory<byte> Notification(string method, ReadOnlySpan<byte> parameters)
    {
        var output = new ArrayBufferWriter<byte>(parameters.Length + 128);
        RpcText.Notification(output, method, parameters);
        return output.WrittenMemory;
    }

    /// <summary>A request to the client.</summary>
    public static ReadOnlyMemory<byte> Question(string id, string method, ReadOnlySpan<byte> parameters)
    {
        var output = new ArrayBufferWriter<byte>(parameters.Length + 192);
        RpcText.Request(output, Quoted(id), method, parameters);
        return output.WrittenMemory;
    }

    /// <summary>Nobody waits for the answer to a request any more (2025-11-25, cancellation).</summary>
    public static ReadOnlyMemory<byte> Withdrawal(string id) => Notification(
        "notifications/cancelled",
        [.. "{\"requestId\":"u8, .. Quoted(id), .. ",\"reason\":\"The request has ended.\"}"u8]);

    public static ReadOnlyMemory<byte> Response(
        ReadOnlySpan<byte> id, bool isError, ReadOnlySpan<byte> content)
    {
        var output = new ArrayBufferWriter<byte>(content.Length + id.Length + 64);
        RpcText.Response(output, id, isError, content);
        return output.WrittenMemory;
    }

    /// <summary>Ids of questions consist of characters that JSON writes as they are.</summary>
    private static byte[] Quoted(string id) => Encoding.ASCII.GetBytes($"\"{id}\"");
}
