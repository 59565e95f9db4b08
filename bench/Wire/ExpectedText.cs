namespace McpAspire.Bench.Wire;

/// <summary>Looks for one text in pieces, also where it lies across two of them.</summary>
internal sealed class ExpectedText
{
    private const int Longest = 64;

    private readonly byte[] _seam = new byte[Longest * 2];
    private ReadOnlyMemory<byte> _text;
    private int _tail;

    public bool IsFound { get; private set; }

    public void Reset(ReadOnlyMemory<byte> text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, Longest);
        (_text, _tail, IsFound) = (text, 0, text.IsEmpty);
    }

    public void Look(ReadOnlySpan<byte> piece)
    {
        if (IsFound)
            return;

        var overlap = Math.Min(piece.Length, _text.Length - 1);
        piece[..overlap].CopyTo(_seam.AsSpan(_tail));
        var seam = _seam.AsSpan(0, _tail + overlap);
        IsFound = seam.IndexOf(_text.Span) >= 0 || piece.IndexOf(_text.Span) >= 0;

        var end = piece.Length > overlap ? piece[^Math.Min(piece.Length, _text.Length - 1)..] : seam;
        _tail = Math.Min(end.Length, _text.Length - 1);
        end[^_tail..].CopyTo(_seam);
    }
}
