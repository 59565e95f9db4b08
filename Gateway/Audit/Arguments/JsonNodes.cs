using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Audit.Arguments;

/// <summary>A document as a row of nodes in the order of its text. It is used again for the next document.</summary>
internal sealed class JsonNodes
{
    private const int Usual = 256;

    private readonly ArrayBufferWriter<byte> _unescaped = new(Usual);
    private DocumentNode[] _nodes = new DocumentNode[Usual];
    private ReadOnlyMemory<byte> _document;

    public int Count { get; private set; }

    public ref readonly DocumentNode this[int index] => ref _nodes[index];

    /// <summary>Reads a document; false if it is none, or holds text that is no Unicode.</summary>
    public bool TryRead(ReadOnlyMemory<byte> document)
    {
        _document = document;
        _unescaped.ResetWrittenCount();
        Count = 0;
        try
        {
            var json = new Utf8JsonReader(document.Span);
            json.Read();
            Add(ref json);
            return !json.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The text of a node, unescaped.</summary>
    public ReadOnlySpan<byte> Text(in DocumentNode node) => node.IsUnescaped
        ? _unescaped.WrittenSpan.Slice(~node.Start, node.Length)
        : _document.Span.Slice(node.Start, node.Length);

    /// <summary>Gives back what an unusually large document took.</summary>
    public void Forget()
    {
        _document = default;
        if (_nodes.Length > Usual * 16)
            _nodes = new DocumentNode[Usual];
    }

    private void Add(ref Utf8JsonReader json)
    {
        var index = Count;
        Append(Describe(ref json));
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                Append(Describe(ref json));
                json.Read();
                Add(ref json);
            }
        }
        else if (json.TokenType == JsonTokenType.StartArray)
        {
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                Add(ref json);
        }

        _nodes[index] = _nodes[index] with { End = Count };
    }

    private DocumentNode Describe(ref Utf8JsonReader json)
    {
        if (!json.ValueIsEscaped)
        {
            var isText = json.TokenType is JsonTokenType.String or JsonTokenType.PropertyName;
            var start = (int)json.TokenStartIndex + (isText ? 1 : 0);
            return new DocumentNode(json.TokenType, start, json.ValueSpan.Length, Count + 1);
        }

        var at = _unescaped.WrittenCount;
        var length = json.CopyString(_unescaped.GetSpan(json.ValueSpan.Length));
        _unescaped.Advance(length);
        return new DocumentNode(json.TokenType, ~at, length, Count + 1);
    }

    private void Append(in DocumentNode node)
    {
        if (Count == _nodes.Length)
            Array.Resize(ref _nodes, Count * 2);
        _nodes[Count++] = node;
    }
}
