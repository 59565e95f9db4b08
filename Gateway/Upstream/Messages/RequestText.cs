using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>
/// Writes a leg's JSON-RPC request around the parameters of the caller: their bytes are copied as they are, only
/// <c>_meta</c> is written anew, because half of it belongs to a leg and not to the call.
/// </summary>
internal static class RequestText
{
    private const int Overhead = 512;

    /// <summary>The gateway's own name, where no client is known whose name it could be.</summary>
    public static readonly ReadOnlyMemory<byte> OwnName = Encoding.UTF8.GetBytes(
        "{\"name\":\"mcpaspire-gateway\",\"version\":\""
        + typeof(RequestText).Assembly.GetName().Version!.ToString(3) + "\"}");

    /// <summary>A request of 2026-07-28: its metadata say for whom it is (SEP-2575).</summary>
    public static PooledBody Modern(UpstreamCall call, long id) => Write(call, id, McpEra.Modern);

    /// <summary>A request within a session, which knows for whom it is.</summary>
    public static PooledBody Legacy(UpstreamCall call, long id) => Write(call, id, McpEra.Legacy);

    public static PooledBody Notification(string method, ReadOnlySpan<byte> parameters)
    {
        var text = new PooledBody(parameters.Length + Overhead);
        text.Append("{\"jsonrpc\":\"2.0\",\"method\":"u8);
        AppendText(text, method);
        if (!parameters.IsEmpty)
        {
            text.Append(",\"params\":"u8);
            text.Append(parameters);
        }

        text.Append("}"u8);
        return text;
    }

    public static PooledBody Response(ReadOnlySpan<byte> id, bool isError, ReadOnlySpan<byte> content)
    {
        var text = new PooledBody(content.Length + id.Length + Overhead);
        text.Append("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        text.Append(id);
        text.Append(isError ? ",\"error\":"u8 : ",\"result\":"u8);
        text.Append(content);
        text.Append("}"u8);
        return text;
    }

    private static PooledBody Write(UpstreamCall call, long id, McpEra era)
    {
        var caller = call.Caller;
        var text = new PooledBody(
            call.Parameters.Length + caller.Capabilities.Length + caller.ClientInfo.Length + Overhead);
        text.Append("{\"jsonrpc\":\"2.0\",\"id\":"u8);
        AppendNumber(text, id);
        text.Append(",\"method\":"u8);
        AppendText(text, call.Method);
        text.Append(",\"params\":"u8);
        AppendParameters(text, call, id, era);
        text.Append("}"u8);
        return text;
    }

    private static void AppendParameters(PooledBody text, UpstreamCall call, long id, McpEra era)
    {
        var parameters = call.Parameters.IsEmpty ? "{}"u8 : call.Parameters.Span;
        var members = new JsonMembers(parameters);
        var isEmpty = true;
        while (members.Next())
        {
            isEmpty = false;
            if (!members.Is("_meta"u8))
                continue;

            var meta = members.Value();
            text.Append(parameters[..meta.Start]);
            MetaText.Append(text, parameters[meta], call, id, era);
            text.Append(parameters[meta.End..]);
            return;
        }

        if (era == McpEra.Legacy && !call.WantsProgress)
        {
            text.Append(parameters);
            return;
        }

        text.Append(parameters[..parameters.LastIndexOf((byte)'}')]);
        text.Append(isEmpty ? "\"_meta\":"u8 : ",\"_meta\":"u8);
        MetaText.Append(text, "{}"u8, call, id, era);
        text.Append("}"u8);
    }

    public static void AppendNumber(PooledBody text, long number)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(number, digits, out var length);
        text.Append(digits[..length]);
    }

    public static void AppendText(PooledBody text, string value)
    {
        text.Append("\""u8);
        text.Append(JsonEncodedText.Encode(value).EncodedUtf8Bytes);
        text.Append("\""u8);
    }
}
