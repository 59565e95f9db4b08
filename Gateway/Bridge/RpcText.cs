using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge;

/// <summary>Writes JSON-RPC messages around parts that are JSON already.</summary>
internal static class RpcText
{
    public static void Response(
        IBufferWriter<byte> output, ReadOnlySpan<byte> id, string member, ReadOnlySpan<byte> content)
    {
        using var json = Begin(output);
        json.WritePropertyName("id");
        json.WriteRawValue(id, skipInputValidation: true);
        json.WritePropertyName(member);
        json.WriteRawValue(content, skipInputValidation: true);
        json.WriteEndObject();
    }

    public static void Request(
        IBufferWriter<byte> output, ReadOnlySpan<byte> id, string method, ReadOnlySpan<byte> parameters)
    {
        using var json = Begin(output);
        json.WritePropertyName("id");
        json.WriteRawValue(id, skipInputValidation: true);
        WriteMethod(json, method, parameters);
    }

    public static void Notification(IBufferWriter<byte> output, string method, ReadOnlySpan<byte> parameters)
    {
        using var json = Begin(output);
        WriteMethod(json, method, parameters);
    }

    /// <summary>The object <c>error</c> (JSON-RPC 2.0 section 5.1).</summary>
    public static ReadOnlyMemory<byte> Error(int code, string message)
    {
        var output = new ArrayBufferWriter<byte>(128);
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteNumber("code", code);
            json.WriteString("message", message);
            json.WriteEndObject();
        }

        return output.WrittenMemory;
    }

    /// <summary>
    /// One server-sent event with one line of data (HTML, section 9.2.6): a line break inside the message, which JSON
    /// allows between its tokens, would else begin a field of its own.
    /// </summary>
    public static void Event(IBufferWriter<byte> output, Action<IBufferWriter<byte>> message)
    {
        var text = new ArrayBufferWriter<byte>(512);
        message(text);
        output.Write("event: message\ndata: "u8);
        if (text.WrittenSpan.IndexOfAny((byte)'\n', (byte)'\r') < 0)
            output.Write(text.WrittenSpan);
        else
            WriteOnOneLine(output, text.WrittenMemory);
        output.Write("\n\n"u8);
    }

    private static void WriteOnOneLine(IBufferWriter<byte> output, ReadOnlyMemory<byte> text)
    {
        using var document = JsonDocument.Parse(text);
        using var json = new Utf8JsonWriter(output);
        document.RootElement.WriteTo(json);
    }

    private static Utf8JsonWriter Begin(IBufferWriter<byte> output)
    {
        var json = new Utf8JsonWriter(output, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        return json;
    }

    private static void WriteMethod(Utf8JsonWriter json, string method, ReadOnlySpan<byte> parameters)
    {
        json.WriteString("method", method);
        if (!parameters.IsEmpty)
        {
            json.WritePropertyName("params");
            json.WriteRawValue(parameters, skipInputValidation: true);
        }

        json.WriteEndObject();
    }
}
