using System.Runtime.CompilerServices;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// Takes a stream of events apart as the HTML living standard says (section 9.2.6), in pieces that may be cut anywhere:
/// lines end with LF, CR or both, one space after the colon does not count.
/// </summary>
internal struct EventLines
{
    private const int LongestName = 5;

    private At _at;
    private Name _name;
    private int _nameLength;
    private bool _skipsLineFeed;
    private int _mark;

    private enum At
    {
        Line,
        Name,
        Space,
        Value,
    }

    internal enum Part
    {
        /// <summary>All bytes have been read.</summary>
        None,

        /// <summary>A part of the value of <see cref="Field"/>.</summary>
        Value,

        /// <summary>The line of <see cref="Field"/> ends.</summary>
        EndOfLine,

        /// <summary>The event ends.</summary>
        EndOfEvent,
    }

    /// <summary>The field whose line is current.</summary>
    public EventField Field { get; private set; }

    /// <summary>Reads the next part and moves <paramref name="rest"/> behind it.</summary>
    public Part Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        while (!rest.IsEmpty)
        {
            var next = rest[0];
            var isEnd = next is (byte)'\n' or (byte)'\r';
            if (next == (byte)'\n' && _skipsLineFeed)
            {
                _skipsLineFeed = false;
                rest = rest[1..];
                continue;
            }

            _skipsLineFeed = false;
            if (_mark < Mark.Length)
            {
                // A byte order mark may begin the stream; a part of one begins a field that nobody knows.
                if (next == Mark[_mark])
                {
                    _mark++;
                    rest = rest[1..];
                    continue;
                }

                if (_mark > 0)
                    (_at, _nameLength) = (At.Name, LongestName + 1);
                _mark = Mark.Length;
            }

            if (isEnd && _at != At.Value)
                return End(ref rest, next);

            switch (_at)
            {
                case At.Line:
                    (_at, _nameLength) = (At.Name, 0);
                    continue;
                case At.Name:
                    ReadName(ref rest);
                    continue;
                case At.Space:
                    _at = At.Value;
                    if (next == (byte)' ')
                        rest = rest[1..];
                    continue;
                default:
                    var end = rest.IndexOfAny((byte)'\n', (byte)'\r');
                    if (end == 0)
                        return End(ref rest, next);

                    value = end < 0 ? rest : rest[..end];
                    rest = rest[value.Length..];
                    return Part.Value;
            }
        }

        return Part.None;
    }

    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    private Part End(ref ReadOnlySpan<byte> rest, byte end)
    {
        rest = rest[1..];
        _skipsLineFeed = end == (byte)'\r';
        if (_at == At.Name)
            Field = Identify();
        var isEmpty = _at == At.Line;
        _at = At.Line;
        return isEmpty ? Part.EndOfEvent : Part.EndOfLine;
    }

    private void ReadName(ref ReadOnlySpan<byte> rest)
    {
        var next = rest[0];
        rest = rest[1..];
        if (next == (byte)':')
        {
            Field = Identify();
            _at = At.Space;
            return;
        }

        if (_nameLength < LongestName)
            _name[_nameLength] = next;
        _nameLength = Math.Min(_nameLength + 1, LongestName + 1);
    }

    private readonly EventField Identify() => _nameLength > LongestName ? EventField.Unknown : _name[.._nameLength] switch
    {
        [] => EventField.Comment,
        var name when name.SequenceEqual("data"u8) => EventField.Data,
        var name when name.SequenceEqual("id"u8) => EventField.Id,
        var name when name.SequenceEqual("event"u8) => EventField.Type,
        var name when name.SequenceEqual("retry"u8) => EventField.Retry,
        _ => EventField.Unknown,
    };

    [InlineArray(LongestName)]
    private struct Name
    {
        private byte _first;
    }
}
