using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>
/// Writes what a row has of a call's arguments: an HMAC of their canonical form, by which equal calls are found and a
/// known call is proven; their shape; and the values that somebody configured.
/// </summary>
internal sealed class ArgumentWriter
{
    /// <summary>Arguments that are larger are not taken apart; their HMAC is that of their bytes.</summary>
    public const int MostBytes = 256 * 1024;

    private const int MostValueBytes = 256;

    private readonly JsonNodes _nodes = new();
    private readonly CanonicalJson _canonical;
    private ArrayBufferWriter<byte> _form = new(1024);

    public ArgumentWriter() => _canonical = new CanonicalJson(_nodes);

    public void Write(AuditRow row, ReadOnlySpan<byte> key, ValueRule[] values, Utf8JsonWriter json)
    {
        var arguments = row.Arguments;
        var isKnown = arguments.Length <= MostBytes && _nodes.TryRead(arguments);
        json.WriteStartObject("arguments"u8);
        WriteDigest(isKnown, arguments.Span, key, json);
        json.WriteNumber("bytes"u8, arguments.Length);
        if (isKnown)
        {
            json.WritePropertyName("shape"u8);
            ArgumentShape.Write(_nodes, json);
            if (values.Length > 0 && _nodes[0].Type == JsonTokenType.StartObject)
                WriteValues(row, values, json);
        }

        json.WriteEndObject();
        _nodes.Forget();
    }

    private void WriteDigest(bool isKnown, ReadOnlySpan<byte> arguments, ReadOnlySpan<byte> key, Utf8JsonWriter json)
    {
        if (isKnown)
        {
            _form.ResetWrittenCount();
            _canonical.Write(_form);
            arguments = _form.WrittenSpan;
        }

        Span<byte> digest = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, arguments, digest);
        Span<byte> text = stackalloc byte[2 * HMACSHA256.HashSizeInBytes];
        Convert.TryToHexStringLower(digest, text, out _);
        json.WriteString(isKnown ? "hmac"u8 : "hmacOfBytes"u8, text);
        if (_form.Capacity > MostBytes / 4)
            _form = new ArrayBufferWriter<byte>(1024);
    }

    private void WriteValues(AuditRow row, ValueRule[] values, Utf8JsonWriter json)
    {
        if (!values.Any(rule => rule.CoversTool(row.Server, row.Name)))
            return;

        json.WriteStartObject("values"u8);
        var end = _nodes[0].End;
        for (var name = 1; name < end; name = _nodes[name + 1].End)
        {
            var argument = Encoding.UTF8.GetString(_nodes.Text(_nodes[name]));
            if (values.Any(rule => rule.Covers(row.Server, row.Name, argument)))
                WriteValue(argument, _nodes[name + 1], json);
        }

        json.WriteEndObject();
    }

    /// <summary>Objects and arrays are told by their shape; a value that is too long is cut.</summary>
    private void WriteValue(string name, in DocumentNode node, Utf8JsonWriter json)
    {
        var text = ArgumentShape.Cut(_nodes.Text(node), MostValueBytes);
        var key = Encoding.UTF8.GetBytes(name);
        if (node.Type == JsonTokenType.String)
            json.WriteString(ArgumentShape.Cut(key), text);
        else if (node.Type is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            json.WritePropertyName(ArgumentShape.Cut(key));
            json.WriteRawValue(text.Length == node.Length ? text : "null"u8, skipInputValidation: true);
        }
    }
}
