using System.Buffers.Text;
using System.Text;

namespace McpAspire.Bench.Wire;

/// <summary>
/// Finds the end of an HTTP/1.1 response in the pieces that arrive (RFC 9112 section 6), and whether an expected text
/// was in its body. Bodies are looked at and forgotten.
/// </summary>
internal sealed class ResponseFraming
{
    private const int LongestHead = 16 * 1024;

    private readonly byte[] _head = new byte[LongestHead];
    private readonly ExpectedText _expected = new();
    private int _headLength;
    private long _left;
    private bool _isChunked;
    private State _state;

    private enum State
    {
        Head,
        Body,
        ChunkSize,
        ChunkEnd,
        Trailer,
        Complete,
        Broken,
    }

    public int Status { get; private set; }

    public bool IsComplete => _state == State.Complete;

    public bool IsBroken => _state == State.Broken;

    /// <summary>A complete answer of status 200 with the expected text in it.</summary>
    public bool IsGood => IsComplete && Status == 200 && _expected.IsFound;

    public void Reset(ReadOnlyMemory<byte> expected)
    {
        _expected.Reset(expected);
        (_headLength, _left, _isChunked, _state, Status) = (0, 0, false, State.Head, 0);
    }

    public void Feed(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && _state is not (State.Complete or State.Broken))
        {
            piece = _state switch
            {
                State.Head => FeedHead(piece),
                State.Body => FeedBody(piece),
                _ => FeedLine(piece),
            };
        }
    }

    private ReadOnlySpan<byte> FeedHead(ReadOnlySpan<byte> piece)
    {
        var before = _headLength;
        var taken = Math.Min(piece.Length, LongestHead - before);
        piece[..taken].CopyTo(_head.AsSpan(before));
        _headLength += taken;
        var end = _head.AsSpan(0, _headLength).IndexOf("\r\n\r\n"u8);
        if (end < 0)
        {
            if (_headLength == LongestHead)
                _state = State.Broken;
            return piece[taken..];
        }

        ReadHead(_head.AsSpan(0, end + 2));
        _headLength = 0;
        return piece[(end + 4 - before)..];
    }

    private void ReadHead(ReadOnlySpan<byte> head)
    {
        if (head.Length < 12 || !Utf8Parser.TryParse(head[9..12], out int status, out _))
        {
            _state = State.Broken;
            return;
        }

        Status = status;
        var length = HeaderOf(head, "content-length");
        _isChunked = HeaderOf(head, "transfer-encoding") is not null;
        _state = _isChunked ? State.ChunkSize : State.Body;
        if (!_isChunked && (status is 204 or 304 || length is null or "0"))
            _state = status is 202 or 204 or 304 || length is "0" ? State.Complete : State.Broken;
        else if (!_isChunked && !long.TryParse(length, out _left))
            _state = State.Broken;
    }

    private ReadOnlySpan<byte> FeedBody(ReadOnlySpan<byte> piece)
    {
        var taken = (int)Math.Min(piece.Length, _left);
        _expected.Look(piece[..taken]);
        _left -= taken;
        if (_left == 0)
            _state = _isChunked ? State.ChunkEnd : State.Complete;
        return piece[taken..];
    }

    /// <summary>The size of a chunk, the empty line behind one, or a line of the trailer.</summary>
    private ReadOnlySpan<byte> FeedLine(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf((byte)'\n');
        var taken = end < 0 ? piece.Length : end + 1;
        if (_headLength + taken > LongestHead)
        {
            _state = State.Broken;
            return default;
        }

        piece[..taken].CopyTo(_head.AsSpan(_headLength));
        _headLength += taken;
        if (end < 0)
            return default;

        TakeLine(_head.AsSpan(0, _headLength).TrimEnd("\r\n"u8));
        _headLength = 0;
        return piece[taken..];
    }

    private void TakeLine(ReadOnlySpan<byte> line)
    {
        if (_state == State.ChunkEnd)
            _state = line.IsEmpty ? State.ChunkSize : State.Broken;
        else if (_state == State.Trailer)
            _state = line.IsEmpty ? State.Complete : State.Trailer;
        else if (!Utf8Parser.TryParse(line, out _left, out _, 'x'))
            _state = State.Broken;
        else
            _state = _left == 0 ? State.Trailer : State.Body;
    }

    private static string? HeaderOf(ReadOnlySpan<byte> head, string name)
    {
        foreach (var range in head.Split("\r\n"u8))
        {
            var line = head[range];
            if (line.Length > name.Length && line[name.Length] == (byte)':'
                && Ascii.EqualsIgnoreCase(line[..name.Length], name))
                return Encoding.ASCII.GetString(line[(name.Length + 1)..]).Trim();
        }

        return null;
    }
}
