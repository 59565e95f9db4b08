using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>
/// What cannot be passed on yet: a block may name a URI before it says whether it is a link. Everything behind it waits
/// until that is known.
/// </summary>
internal sealed class HeldText : IDisposable
{
    /// <summary>No block says so much before it says what it is.</summary>
    private const int Most = 64 * 1024;

    private readonly List<(int Depth, Edit Uri)> _open = [];
    private readonly List<Edit> _links = [];
    private PooledBody? _text;

    public bool IsOpen => _open.Count > 0;

    /// <summary>Takes text behind an open URI; false if that is too much.</summary>
    public bool TryAppend(ReadOnlySpan<byte> text)
    {
        _text ??= new PooledBody(4 * 1024);
        if (_text.Length + text.Length > Most)
            return false;

        _text.Append(text);
        return true;
    }

    /// <summary>Takes the URI of the block at a depth.</summary>
    public bool TryOpen(int depth, ReadOnlySpan<byte> uri)
    {
        var start = _text?.Length ?? 0;
        _open.Add((depth, new Edit(start, start + uri.Length, EditKind.Uri)));
        return TryAppend(uri);
    }

    /// <summary>What the block at a depth is, is known; gives what need not wait any longer.</summary>
    public ReadOnlyMemory<byte> Settle(int depth, bool isLink, Func<EditKind, string, string>? change)
    {
        var index = _open.FindIndex(open => open.Depth == depth);
        if (index < 0)
            return default;

        if (isLink)
            _links.Add(_open[index].Uri);
        _open.RemoveAt(index);
        if (IsOpen)
            return default;

        var text = change is null || _links.Count == 0
            ? _text!.Bytes.ToArray()
            : JsonSplice.Replace(_text!.Bytes.Span, _links, change);
        _links.Clear();
        _text!.Clear();
        return text;
    }

    public void Dispose() => _text?.Dispose();
}
