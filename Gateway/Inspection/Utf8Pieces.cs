using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Unicode;

namespace McpAspire.Gateway.Inspection;

/// <summary>Checks UTF-8 that comes in pieces; a character may be cut anywhere.</summary>
internal struct Utf8Pieces
{
    private Tail _tail;
    private int _length;

    /// <summary>Whether the last piece ended with a whole character.</summary>
    public readonly bool IsWhole => _length == 0;

    public bool Check(ReadOnlySpan<byte> piece)
    {
        while (_length > 0 && piece.Length > 0)
        {
            _tail[_length++] = piece[0];
            piece = piece[1..];
            var status = Rune.DecodeFromUtf8(_tail[.._length], out _, out _);
            if (status == OperationStatus.InvalidData)
                return false;
            if (status == OperationStatus.Done)
                _length = 0;
        }

        var rest = Unfinished(piece);
        piece[^rest..].CopyTo(_tail[_length..]);
        _length += rest;
        return Utf8.IsValid(piece[..^rest]);
    }

    /// <summary>How many bytes at the end begin a character without ending it.</summary>
    private static int Unfinished(ReadOnlySpan<byte> piece)
    {
        for (var i = 1; i <= Math.Min(3, piece.Length); i++)
        {
            var needed = piece[^i] switch
            {
                < 0x80 => 0,
                < 0xC0 => -1,
                < 0xE0 => 2,
                < 0xF0 => 3,
                _ => 4,
            };
            if (needed >= 0)
                return needed > i ? i : 0;
        }

        return 0;
    }

    [InlineArray(4)]
    private struct Tail
    {
        private byte _first;
    }
}
