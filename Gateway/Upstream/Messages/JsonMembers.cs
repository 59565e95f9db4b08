using System.Text.Json;

namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>The members of one JSON object by where they stand; the text has been checked.</summary>
internal ref struct JsonMembers
{
    private Utf8JsonReader _reader;
    private bool _isAtName;

    public JsonMembers(ReadOnlySpan<byte> json)
    {
        _reader = new Utf8JsonReader(json);
        _reader.Read();
    }

    /// <summary>Where the current member begins, with the quote of its name.</summary>
    public int Start { get; private set; }

    /// <summary>The first token of the value, after <see cref="Value"/>.</summary>
    public JsonTokenType Kind { get; private set; }

    public bool Next()
    {
        if (_isAtName)
            Value();
        if (!_reader.Read() || _reader.TokenType != JsonTokenType.PropertyName)
            return false;

        Start = (int)_reader.TokenStartIndex;
        return _isAtName = true;
    }

    /// <summary>Whether the current member has this name, however it is escaped. Before <see cref="Value"/>.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name) => _reader.ValueTextEquals(name);

    /// <summary>Where the value of the current member stands.</summary>
    public Range Value()
    {
        _reader.Read();
        _isAtName = false;
        Kind = _reader.TokenType;
        var start = (int)_reader.TokenStartIndex;
        _reader.Skip();
        return start..(int)_reader.BytesConsumed;
    }

    /// <summary>The value of the current member if it is a string, or null.</summary>
    public string? Text()
    {
        Value();
        return Kind == JsonTokenType.String ? _reader.GetString() : null;
    }
}
