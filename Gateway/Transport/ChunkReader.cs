namespace McpAspire.Gateway.Transport;

/// <summary>
/// Takes chunks apart, byte by byte where they are framed (RFC 9112 section 7.1). Extensions and trailers are looked at
/// and thrown away; line ends are CR LF and nothing else.
/// </summary>
internal sealed class ChunkReader
{
    private const int MostDigits = 8;
    private const int MostLine = 256;
    private const int MostTrailers = 8192;

    private State _state = State.Size;
    private long _rest;
    private int _digits;
    private int _line;
    private int _trailers;

    private enum State
    {
        Size, Extension, SizeEnd, Data, DataReturn, DataEnd, TrailerStart, Trailer, TrailerEnd, LastEnd, Over,
    }

    /// <summary>What is still to come of the data of the chunk that has begun.</summary>
    public long Rest => _state == State.Data ? _rest : 0;

    public bool IsOver => _state == State.Over;

    /// <summary>Whether there was something to read: data, room for none, or the end.</summary>
    public bool Read(ReadOnlySpan<byte> source, Span<byte> destination, out int consumed, out int count)
    {
        consumed = count = 0;
        while (true)
        {
            if (_state == State.Over)
                return true;
            if (_state != State.Data)
            {
                if (consumed == source.Length)
                    return count > 0;
                Take(source[consumed++]);
                continue;
            }

            if (consumed == source.Length)
                return count > 0;
            var length = (int)Math.Min(_rest, Math.Min(source.Length - consumed, destination.Length - count));
            if (length == 0)
                return true;
            source.Slice(consumed, length).CopyTo(destination[count..]);
            (consumed, count) = (consumed + length, count + length);
            Took(length);
        }
    }

    /// <summary>So much of the data went another way.</summary>
    public void Took(int count)
    {
        _rest -= count;
        if (_rest == 0)
            _state = State.DataReturn;
    }

    private void Take(byte value)
    {
        switch (_state)
        {
            case State.Size when Digit(value) is var digit and >= 0:
                if (++_digits > MostDigits)
                    throw Malformed();
                _rest = (_rest * 16) + digit;
                break;
            case State.Size when value == ';' && _digits > 0:
                _state = State.Extension;
                break;
            case State.Size when value == '\r' && _digits > 0:
            case State.Extension when value == '\r':
                _state = State.SizeEnd;
                break;
            case State.Extension when IsText(value) && ++_line <= MostLine:
                break;
            case State.SizeEnd when value == '\n':
                _state = _rest == 0 ? State.TrailerStart : State.Data;
                (_digits, _line) = (0, 0);
                break;
            case State.DataReturn when value == '\r':
                _state = State.DataEnd;
                break;
            case State.DataEnd when value == '\n':
                _state = State.Size;
                break;
            case State.TrailerStart when value == '\r':
                _state = State.LastEnd;
                break;
            case State.TrailerStart when value is not ((byte)' ' or (byte)'\t') && IsText(value):
            case State.Trailer when IsText(value):
                if (++_trailers > MostTrailers)
                    throw Malformed();
                _state = State.Trailer;
                break;
            case State.Trailer when value == '\r':
                _state = State.TrailerEnd;
                break;
            case State.TrailerEnd when value == '\n':
                _state = State.TrailerStart;
                break;
            case State.LastEnd when value == '\n':
                _state = State.Over;
                break;
            default:
                throw Malformed();
        }
    }

    private static int Digit(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => value - '0',
        >= (byte)'a' and <= (byte)'f' => value - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => value - 'A' + 10,
        _ => -1,
    };

    private static bool IsText(byte value) => value is (byte)'\t' or (>= 32 and not 127);

    private static FramingException Malformed() => new("The chunks of the response are malformed.");
}
