using System.Buffers.Text;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// Reads a backend's events and writes them anew: the id, the retry time and one line of data, which is one strict
/// message. An event is held back until it is judged; one that is too long for that goes on piece by piece, once its
/// first part says what it is.
/// </summary>
internal sealed class EventFilter(StreamRules rules, MessageScanner scanner, long limit) : IDisposable
{
    private const int MaxHeld = 64 * 1024;

    /// <summary>Clients come back after this many milliseconds; at once, and forever, would be an attack.</summary>
    private const int MinRetry = 100;

    private const int MaxRetry = 60 * 60 * 1000;

    private EventLines _lines;
    private EventBuffer _out;
    private ShortText _id;
    private ShortText _type;
    private ShortText _other;
    private int? _retry;
    private long _length;
    private bool _hasData;
    private bool _hasText;
    private bool _isLineOpen;
    private bool _isForeign;
    private bool _hasForeignText;
    private bool _writesId;
    private Fate? _fate;

    /// <summary>Why <see cref="Filter"/> returned false.</summary>
    public JsonRpcFault? Fault { get; private set; }

    public bool HasOutput => _out.HasCommitted;

    /// <summary>Whether a part of an unfinished event has been given out.</summary>
    public bool IsTorn => _fate == Fate.Pass;

    /// <summary>Messages passed on.</summary>
    public int Messages { get; private set; }

    /// <summary>Whether the client could resume the stream, because an event that it got has an id.</summary>
    public bool IsResumable { get; private set; }

    /// <summary>Set when a message was left out; reset by whoever tells of it.</summary>
    public string? Dropped { get; set; }

    public int Send(Span<byte> destination) => _out.Send(destination);

    /// <summary>Writes an event of the gateway's own in place of whatever is held back.</summary>
    public void Replace(ReadOnlySpan<byte> message)
    {
        Withdraw();
        _out.Append("data: "u8);
        _out.Append(message);
        _out.Append("\n\n"u8);
        Commit();
    }

    /// <summary>Reads a piece of the stream; false for what must not go on.</summary>
    public bool Filter(ReadOnlySpan<byte> piece)
    {
        while (true)
        {
            var part = _lines.Next(ref piece, out var value);
            var isGood = part switch
            {
                EventLines.Part.None => true,
                EventLines.Part.Value => TakeValue(value),
                EventLines.Part.EndOfLine => EndLine(),
                _ => EndEvent(),
            };
            if (!isGood || part == EventLines.Part.None)
                return isGood;
        }
    }

    public void Dispose()
    {
        _out.Dispose();
        _id.Dispose();
        _type.Dispose();
        _other.Dispose();
        scanner.Dispose();
    }

    private bool TakeValue(ReadOnlySpan<byte> value)
    {
        switch (_lines.Field)
        {
            case EventField.Data:
                return TakeData(value);
            case EventField.Id:
                BeginLine(ref _id);
                _id.Append(value);
                return true;
            case EventField.Type:
                BeginLine(ref _type);
                _type.Append(value);
                return true;
            case EventField.Retry:
                BeginLine(ref _other);
                _other.Append(value);
                return true;
            default:
                return true;
        }
    }

    private void BeginLine(ref ShortText text)
    {
        if (!_isLineOpen)
            text.Clear();
        _isLineOpen = true;
    }

    private bool EndLine()
    {
        switch (_lines.Field)
        {
            case EventField.Data:
                if (!TakeData(default))
                    return false;
                break;
            case EventField.Comment when !_hasData && _id.IsEmpty && _retry is null && !_isForeign:
                // Keeps the connection alive; what it says is for nobody.
                _out.Append(":\n\n"u8);
                Commit();
                break;
            case EventField.Id:
                BeginLine(ref _id);
                if (_id.Bytes.ContainsAnyExceptInRange((byte)'!', (byte)'~') || !_id.IsWhole)
                    _id.Clear();
                break;
            case EventField.Type:
                BeginLine(ref _type);
                _isForeign = !_type.IsEmpty && !_type.Bytes.SequenceEqual("message"u8);
                if (_isForeign && _hasData)
                    return Fail(AnswerFaults.LateType);
                break;
            case EventField.Retry:
                BeginLine(ref _other);
                _retry = Utf8Parser.TryParse(_other.Bytes, out int time, out var length)
                    && length == _other.Bytes.Length && time is >= MinRetry and <= MaxRetry ? time : null;
                break;
        }

        _isLineOpen = false;
        return true;
    }

    private bool TakeData(ReadOnlySpan<byte> value)
    {
        if (_fate == Fate.Drop)
            return true;

        if (_isForeign)
        {
            _hasData = true;
            _hasForeignText |= !value.IsEmpty;
            return true;
        }

        if (!_hasData)
        {
            WriteFields();
            _out.Append("data: "u8);
        }
        else if (!_isLineOpen && !Append("\n"u8))
        {
            // The lines of an event are one text with line ends between them.
            return false;
        }

        (_hasData, _isLineOpen) = (true, true);
        return value.IsEmpty || Append(value);
    }

    private bool Append(ReadOnlySpan<byte> data)
    {
        _length += data.Length;
        _hasText = true;
        if (_length > limit)
            return Fail(AnswerFaults.TooLong);
        if (!scanner.Scan(data))
            return Fail(scanner.Fault!);

        // The end of a line is judged as such, and written as another white space: the message stays on one line.
        _out.Append(data is [(byte)'\n'] ? " "u8 : data);
        if (_fate is null && _out.Held > MaxHeld)
        {
            _fate = rules.JudgeEarly(scanner);
            if (_fate == Fate.Refuse)
                return Fail(AnswerFaults.LateKind);
            if (_fate == Fate.Drop)
                Withdraw();
        }

        if (_fate == Fate.Pass)
            Commit();
        return true;
    }

    private bool EndEvent()
    {
        if (_hasText && !EndMessage())
            return false;
        if (!_hasText)
            EndEmpty();

        _id.Clear();
        _type.Clear();
        (_retry, _length, _fate) = (null, 0, null);
        (_hasData, _hasText, _isLineOpen, _isForeign, _hasForeignText) = (false, false, false, false, false);
        return true;
    }

    private bool EndMessage()
    {
        if (_fate != Fate.Drop && !scanner.Conclude())
            return Fail(scanner.Fault!);

        var fate = _fate == Fate.Drop ? Fate.Drop : rules.Judge(scanner);
        if (fate == Fate.Refuse || (fate == Fate.Drop && _fate == Fate.Pass))
            return Fail(scanner.Method is null ? AnswerFaults.WrongId : AnswerFaults.WrongKind);

        if (fate == Fate.Drop)
        {
            Dropped = scanner.Method ?? "a response";
            Withdraw();
        }
        else
        {
            Messages++;
            _out.Append("\n"u8);
            WriteFields();
            _out.Append("\n"u8);
            Commit();
        }

        scanner.Clear();
        return true;
    }

    /// <summary>Without data an event can still say how to come back (SEP-1699).</summary>
    private void EndEmpty()
    {
        var saysSomething = _out.Held > "data: ".Length || !_id.IsEmpty || _retry is not null;
        if (!saysSomething || _hasForeignText || (_isForeign && !IsWord(_type.Bytes)))
        {
            Withdraw();
            return;
        }

        if (_isForeign)
        {
            // Without it, clients would take the empty text for a message.
            _out.Append("event: "u8);
            _out.Append(_type.Bytes);
            _out.Append("\n"u8);
            WriteFields();
            _out.Append(_hasData ? "data: "u8 : default);
        }

        if (_hasData)
            _out.Append("\n"u8);
        WriteFields();
        _out.Append("\n"u8);
        Commit();
    }

    private static bool IsWord(ReadOnlySpan<byte> type) =>
        type.Length is > 0 and <= 32 && !type.ContainsAnyExceptInRange((byte)'a', (byte)'z');

    private void WriteFields()
    {
        if (!_id.IsEmpty)
        {
            _out.Append("id: "u8);
            _out.Append(_id.Bytes);
            _out.Append("\n"u8);
            _writesId = true;
        }

        if (_retry is { } time)
        {
            Span<byte> digits = stackalloc byte[16];
            Utf8Formatter.TryFormat(time, digits, out var length);
            _out.Append("retry: "u8);
            _out.Append(digits[..length]);
            _out.Append("\n"u8);
        }

        _id.Clear();
        _retry = null;
    }

    private void Commit()
    {
        _out.Commit();
        IsResumable |= _writesId;
        _writesId = false;
    }

    private void Withdraw()
    {
        _out.Withdraw();
        _writesId = false;
    }

    private bool Fail(JsonRpcFault reason)
    {
        Fault ??= reason;
        return false;
    }
}
