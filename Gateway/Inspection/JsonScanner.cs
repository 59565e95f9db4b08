using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// Checks one JSON object that comes in pieces, without keeping it: as strict as <see cref="StrictJson"/>, whose reader
/// needs a whole token in one buffer, and tokens here may have ten megabytes. Strings are skipped by vector
/// instructions; of names only hashes are kept.
/// </summary>
internal abstract partial class JsonScanner : IDisposable
{
    private const int MaxDepth = 64;

    private At _at;
    private int _depth;
    private ulong _isObject; // one bit a level
    private Utf8Pieces _utf8;
    private OpenMembers _members;

    private enum At
    {
        Value,
        FirstElement,
        FirstName,
        NextName,
        Name,
        Colon,
        Text,
        Number,
        Literal,
        Next,
        Done,
    }

    /// <summary>Why a method returned false.</summary>
    public JsonRpcFault? Fault { get; private set; }

    /// <summary>Whether the closing brace has been read; only white space may follow.</summary>
    public bool IsDone => _at == At.Done;

    /// <summary>Reads a piece; false for whatever no continuation could mend.</summary>
    public bool Scan(ReadOnlySpan<byte> piece)
    {
        if (Fault is not null)
            return false;
        if (!_utf8.Check(piece))
            return Fail(JsonRpcFault.NotUtf8);

        while (!piece.IsEmpty)
        {
            if (!Read(ref piece))
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        _members.Dispose();
        _text.Dispose();
    }

    /// <summary>Takes the name of a member of the outermost object.</summary>
    protected abstract bool TakeMember(ReadOnlySpan<byte> name);

    /// <summary>
    /// Takes the first byte of that member's value. Of a string that is wanted, the text is given when it has ended.
    /// </summary>
    protected abstract bool TakeValue(byte first, out bool isTextWanted);

    /// <summary>Takes the wanted text.</summary>
    protected abstract bool TakeText(in ShortText text);

    /// <summary>Takes a member's value that is a number.</summary>
    protected abstract bool TakeNumber(ReadOnlySpan<byte> number);

    protected bool Fail(JsonRpcFault reason)
    {
        Fault ??= reason;
        return false;
    }

    /// <summary>Whether the object is complete; nothing more will come.</summary>
    protected bool End() => Fault is null && ((IsDone && _utf8.IsWhole) || Fail(JsonRpcFault.NotJson));

    /// <summary>Begins with another object.</summary>
    protected void Restart()
    {
        (_at, _depth, _isObject, _utf8, _name, Fault) = (default, 0, 0, default, default, null);
        _members.Clear();
        _text.Clear();
    }

    private bool Read(ref ReadOnlySpan<byte> rest)
    {
        switch (_at)
        {
            case At.Name or At.Text:
                return ReadString(ref rest);
            case At.Number:
                return ReadNumber(ref rest);
            case At.Literal:
                return ReadLiteral(ref rest);
        }

        var next = rest[0];
        if (next > (byte)' ')
            return ReadStructure(next, ref rest);

        rest = rest[1..];
        return next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' || Fail(JsonRpcFault.NotJson);
    }

    private bool ReadStructure(byte next, ref ReadOnlySpan<byte> rest)
    {
        if (_at is At.Value or At.FirstElement && next != (byte)']')
            return BeginValue(next, ref rest);

        rest = rest[1..];
        switch (next)
        {
            case (byte)'"' when _at is At.FirstName or At.NextName:
                _at = At.Name;
                Collect(isText: _depth == 1);
                return true;
            case (byte)':' when _at == At.Colon:
                _at = At.Value;
                return true;
            case (byte)',' when _at == At.Next:
                _at = IsInObject ? At.NextName : At.Value;
                return true;
            case (byte)'}' when _at == At.FirstName || (_at == At.Next && IsInObject):
                _members.Close();
                _depth--;
                return EndValue();
            case (byte)']' when _at == At.FirstElement || (_at == At.Next && !IsInObject):
                _depth--;
                return EndValue();
            default:
                return Fail(JsonRpcFault.NotJson);
        }
    }

    private bool IsInObject => (_isObject & (1UL << (_depth - 1))) != 0;

    private bool BeginValue(byte first, ref ReadOnlySpan<byte> rest)
    {
        var isTextWanted = false;
        if (_depth == 0 && first != (byte)'{')
            return Fail(first == (byte)'[' ? JsonRpcFault.Batch : JsonRpcFault.NotJson);
        if (_depth == 1 && !TakeValue(first, out isTextWanted))
            return false;

        switch (first)
        {
            case (byte)'{':
                _at = At.FirstName;
                _members.Open();
                return Open(1, ref rest);
            case (byte)'[':
                _at = At.FirstElement;
                return Open(0, ref rest);
            case (byte)'"':
                _at = At.Text;
                rest = rest[1..];
                Collect(isTextWanted);
                return true;
            case (byte)'-' or (>= (byte)'0' and <= (byte)'9'):
                _at = At.Number;
                _text.Clear();
                return true;
            default:
                return BeginLiteral(first);
        }
    }

    private bool Open(ulong isObject, ref ReadOnlySpan<byte> rest)
    {
        if (_depth >= MaxDepth)
            return Fail(JsonRpcFault.TooDeep);

        _isObject = (_isObject & ~(1UL << _depth)) | (isObject << _depth);
        _depth++;
        rest = rest[1..];
        return true;
    }

    private bool EndValue()
    {
        _at = _depth == 0 ? At.Done : At.Next;
        return true;
    }

    private bool EndName()
    {
        _at = At.Colon;
        if (_members.IsFull)
            return Fail(AnswerFaults.TooManyMembers);

        return (_members.TryAdd(_name.Finish()) || Fail(JsonRpcFault.DuplicateMember))
            && (_depth > 1 || TakeMember(_text.Bytes));
    }
}
