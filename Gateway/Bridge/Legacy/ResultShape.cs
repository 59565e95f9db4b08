using System.Buffers;
using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>
/// What a result of either era is, and the same for a legacy client: without what its revisions do not know
/// (resultType, ttlMs, cacheScope), and with structured content only if it is an object.
/// </summary>
internal readonly ref struct ResultShape
{
    private readonly ReadOnlyMemory<byte> _json;
    private readonly Range _structured;
    private readonly bool _hasContent;
    private readonly bool _isModern;

    public ResultShape(ReadOnlyMemory<byte> json)
    {
        _json = json;
        Kind = ResultKind.Complete;
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            if (members.Is("resultType"u8))
            {
                Kind = KindOf(members);
                _isModern = true;
            }
            else if (members.Is("ttlMs"u8) || members.Is("cacheScope"u8))
            {
                _isModern = true;
            }
            else if (members.Is("structuredContent"u8) && members.Kind != JsonTokenType.StartObject)
            {
                _structured = members.Value;
                _isModern = true;
            }
            else if (members.Is("content"u8))
            {
                _hasContent = !IsEmptyArray(json.Span[members.Value]);
            }
        }
    }

    public ResultKind Kind { get; }

    /// <summary>The result for a legacy client; the same memory if nothing has to change.</summary>
    public ReadOnlyMemory<byte> ToLegacy()
    {
        if (!_isModern)
            return _json;

        var output = new ArrayBufferWriter<byte>(_json.Length + 64);
        var separator = "{"u8;
        var structured = _json.Span[_structured];
        var isText = !structured.IsEmpty && !_hasContent;
        if (isText)
            separator = JsonMembers.Write(output, separator, "content"u8, AsText(structured));

        var members = new JsonMembers(_json.Span);
        while (members.Next())
        {
            if (members.Is("resultType"u8) || members.Is("ttlMs"u8) || members.Is("cacheScope"u8)
                || (members.Is("structuredContent"u8) && !structured.IsEmpty)
                || (members.Is("content"u8) && isText))
                continue;

            output.Write(separator);
            output.Write(_json.Span[members.Member]);
            separator = ","u8;
        }

        output.Write(separator.SequenceEqual("{"u8) ? "{}"u8 : "}"u8);
        return output.WrittenMemory;
    }

    private static ResultKind KindOf(in JsonMembers member) =>
        (member.Kind == JsonTokenType.String ? member.Text() : "") switch
        {
            "complete" => ResultKind.Complete,
            "input_required" => ResultKind.InputRequired,
            _ => ResultKind.Inexpressible,
        };

    private static bool IsEmptyArray(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        return reader.Read() && reader.TokenType == JsonTokenType.StartArray
            && reader.Read() && reader.TokenType == JsonTokenType.EndArray;
    }

    /// <summary>What the server said in no other form is not lost.</summary>
    private static ReadOnlySpan<byte> AsText(ReadOnlySpan<byte> json)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + 64);
        output.Write("[{\"type\":\"text\",\"text\":"u8);
        RpcText.String(output, Encoding.UTF8.GetString(json));
        output.Write("}]"u8);
        return output.WrittenSpan;
    }
}
