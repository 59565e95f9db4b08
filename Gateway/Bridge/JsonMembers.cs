using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge;

/// <summary>
/// The members of a JSON object one after another, as ranges of its text; values are skipped and not interpreted. The
/// text has been checked to be strict JSON.
/// </summary>
internal ref struct JsonMembers
{
    private readonly ReadOnlySpan<byte> _json;
    private Utf8JsonReader _reader;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        _json = json;
        _reader = new Utf8JsonReader(json);
        _reader.Read();
    }

    /// <summary>The name, unescaped and without quotes.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    public JsonTokenType Kind { get; private set; }

    /// <summary>Where the value stands, quotes included.</summary>
    public Range Value { get; private set; }

    /// <summary>Where name and value stand.</summary>
    public Range Member { get; private set; }

    /// <summary>Moves on to the next member.</summary>
    public bool Next()
    {
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
            return false;

        var begin = (int)_reader.TokenStartIndex;
        Name = _reader.ValueIsEscaped ? Unescaped() : _reader.ValueSpan;
        _reader.Read();
        Kind = _reader.TokenType;
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        Value = start..(int)_reader.BytesConsumed;
        Member = begin..(int)_reader.BytesConsumed;
        return true;
    }

    public readonly bool Is(ReadOnlySpan<byte> name) => Name.SequenceEqual(name);

    /// <summary>The value of a string.</summary>
    public readonly string Text()
    {
        var reader = new Utf8JsonReader(_json[Value]);
        reader.Read();
        return reader.GetString()!;
    }

    /// <summary>The value of a member, or an empty one if there is none.</summary>
    public static ReadOnlyMemory<byte> Find(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            if (members.Is(name))
                return json[members.Value];
        }

        return default;
    }

    /// <summary>The value of a member that is a string; null for any other, or none.</summary>
    public static string? TextOf(ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name)
    {
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            if (members.Is(name))
                return members.Kind == JsonTokenType.String ? members.Text() : null;
        }

        return null;
    }

    /// <summary>The object with one member more, which it does not have yet.</summary>
    public static ReadOnlyMemory<byte> With(
        ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
        Replace(json, name, value, default, default);

    /// <summary>The object without some of its members; the same memory if it has none of them.</summary>
    public static ReadOnlyMemory<byte> Without(
        ReadOnlyMemory<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> otherName = default)
    {
        var members = new JsonMembers(json.Span);
        while (members.Next())
        {
            if (members.Is(name) || (!otherName.IsEmpty && members.Is(otherName)))
                return Replace(json.Span, name, default, otherName, default);
        }

        return json;
    }

    /// <summary>The object with new values for two of its members; an empty one removes the member.</summary>
    public static ReadOnlyMemory<byte> Replace(
        ReadOnlySpan<byte> json,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> value,
        ReadOnlySpan<byte> otherName,
        ReadOnlySpan<byte> otherValue)
    {
        var output = new ArrayBufferWriter<byte>(json.Length + value.Length + otherValue.Length + 64);
        var separator = "{"u8;
        separator = Write(output, separator, name, value);
        separator = Write(output, separator, otherName, otherValue);
        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is(name) || (!otherName.IsEmpty && members.Is(otherName)))
                continue;

            output.Write(separator);
            output.Write(json[members.Member]);
            separator = ","u8;
        }

        output.Write(separator[0] == (byte)'{' ? "{}"u8 : "}"u8);
        return output.WrittenMemory;
    }

    /// <summary>Writes a member, and gives what has to stand before the next one.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="separator">What stands before this one.</param>
    /// <param name="name">A name that needs no escaping.</param>
    /// <param name="value">JSON; nothing is written if it is empty.</param>
    public static ReadOnlySpan<byte> Write(
        IBufferWriter<byte> output,
        ReadOnlySpan<byte> separator,
        ReadOnlySpan<byte> name,
        ReadOnlySpan<byte> value)
    {
        if (value.IsEmpty)
            return separator;

        output.Write(separator);
        output.Write("\""u8);
        output.Write(name);
        output.Write("\":"u8);
        output.Write(value);
        return ","u8;
    }

    private readonly byte[] Unescaped()
    {
        var name = new byte[_reader.ValueSpan.Length];
        return name[.._reader.CopyString(name)];
    }
}
