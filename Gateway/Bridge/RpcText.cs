using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge;

/// <summary>Writes JSON-RPC messages around parts that are JSON already; nothing is parsed and nothing allocated.</summary>
internal static class RpcText
{
    /// <summary>How many bytes <see cref="Response"/> writes.</summary>
    public static int ResponseLength(ReadOnlySpan<byte> id, bool isError, ReadOnlySpan<byte> content) =>
        Head.Length + id.Length + (isError ? ErrorMember : ResultMember).Length + content.Length + 1;

    /// <param name="output">Where to.</param>
    /// <param name="id">The id as JSON.</param>
    /// <param name="isError">Whether the content is the member <c>error</c>, and not <c>result</c>.</param>
    /// <param name="content">The object.</param>
    public static void Response(
        IBufferWriter<byte> output, ReadOnlySpan<byte> id, bool isError, ReadOnlySpan<byte> content)
    {
        output.Write(Head);
        output.Write(id);
        output.Write(isError ? ErrorMember : ResultMember);
        OneLine(output, content);
        output.Write("}"u8);
    }

    /// <summary>A response up to its result, which follows; behind that stands one brace.</summary>
    public static void BeginResult(IBufferWriter<byte> output, ReadOnlySpan<byte> id)
    {
        output.Write(Head);
        output.Write(id);
        output.Write(ResultMember);
    }

    public static void Request(
        IBufferWriter<byte> output, ReadOnlySpan<byte> id, string method, ReadOnlySpan<byte> parameters)
    {
        output.Write(Head);
        output.Write(id);
        output.Write(",\"method\":"u8);
        WriteMethod(output, method, parameters);
    }

    public static void Notification(IBufferWriter<byte> output, string method, ReadOnlySpan<byte> parameters)
    {
        output.Write("{\"jsonrpc\":\"2.0\",\"method\":"u8);
        WriteMethod(output, method, parameters);
    }

    /// <summary>The object <c>error</c> (JSON-RPC 2.0 section 5.1).</summary>
    /// <param name="code">The member <c>code</c>.</param>
    /// <param name="message">The member <c>message</c>.</param>
    /// <param name="data">The member <c>data</c> as JSON; empty for none.</param>
    public static ReadOnlyMemory<byte> Error(int code, string message, ReadOnlySpan<byte> data = default)
    {
        var output = new ArrayBufferWriter<byte>(128);
        output.Write("{\"code\":"u8);
        output.Write(Encoding.ASCII.GetBytes(code.ToString(CultureInfo.InvariantCulture)));
        output.Write(",\"message\":"u8);
        String(output, message);
        if (!data.IsEmpty)
        {
            output.Write(",\"data\":"u8);
            output.Write(data);
        }

        output.Write("}"u8);
        return output.WrittenMemory;
    }

    /// <summary>A string with its quotes.</summary>
    public static void String(IBufferWriter<byte> output, ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        if (text.IndexOfAnyExcept(Plain) < 0)
            Encoding.UTF8.GetBytes(text, output);
        else
            output.Write(JsonEncodedText.Encode(text).EncodedUtf8Bytes);
        output.Write("\""u8);
    }

    /// <summary>
    /// JSON on one line, as an event's data has to be: a line break between tokens, the only place where JSON may have
    /// one as it is, would begin a field of its own (HTML, section 9.2.6).
    /// </summary>
    public static void OneLine(IBufferWriter<byte> output, ReadOnlySpan<byte> json)
    {
        int end;
        while ((end = json.IndexOfAny((byte)'\n', (byte)'\r')) >= 0)
        {
            output.Write(json[..end]);
            output.Write(" "u8);
            json = json[(end + 1)..];
        }

        output.Write(json);
    }

    private static ReadOnlySpan<byte> Head => "{\"jsonrpc\":\"2.0\",\"id\":"u8;

    private static ReadOnlySpan<byte> ResultMember => ",\"result\":"u8;

    private static ReadOnlySpan<byte> ErrorMember => ",\"error\":"u8;

    /// <summary>What all names of methods and tools consist of; nothing here is ever escaped.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_-.:");

    private static void WriteMethod(IBufferWriter<byte> output, string method, ReadOnlySpan<byte> parameters)
    {
        String(output, method);
        if (!parameters.IsEmpty)
        {
            output.Write(",\"params\":"u8);
            OneLine(output, parameters);
        }

        output.Write("}"u8);
    }
}
