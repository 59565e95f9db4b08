using System.Text.Json;

namespace McpAspire.Gateway.Protocol;

/// <summary>
/// The framework's reader, and what it lets pass although two readers could understand it differently: members that
/// occur twice, halves of surrogate pairs, numbers out of range. Depth is bounded.
/// </summary>
internal ref struct StrictJson
{
    private const int MaxDepth = 64;

    /// <summary>The reader; its current token has been checked unless a method says otherwise.</summary>
    public Utf8JsonReader Json;

    private MemberTable _members;
    private int _scopes;

    public StrictJson(ReadOnlySpan<byte> document, Span<MemberTable.Slot> slots)
    {
        _members = new MemberTable(document, slots);
        // One level more than allowed, so that it is this reader that finds the depth exceeded and can say so.
        Json = new Utf8JsonReader(document, new JsonReaderOptions { MaxDepth = MaxDepth + 1 });
    }

    /// <summary>Why a method returned false.</summary>
    public JsonRpcFault? Fault { get; private set; }

    public void Dispose() => _members.Dispose();

    public bool Fail(JsonRpcFault reason)
    {
        Fault = reason;
        return false;
    }

    /// <summary>A number for the object whose opening brace is current; its members belong to it.</summary>
    public int OpenScope() => ++_scopes;

    /// <summary>Takes the member whose name is current into its object, and gives the name unescaped.</summary>
    public bool TakeMember(int scope, out ReadOnlySpan<byte> name)
    {
        name = Json.ValueSpan;
        if (!Json.ValueIsEscaped)
            return IsNew(_members.TryAdd(scope, (int)Json.TokenStartIndex + 1, name.Length));
        if (!JsonEscapes.HaveWholePairs(name))
            return Fail(JsonRpcFault.LoneSurrogate);

        var scratch = _members.Scratch(name.Length);
        name = scratch[..Json.CopyString(scratch)];
        return IsNew(_members.TryAddUnescaped(scope, name.Length));
    }

    /// <summary>Reads a value of any kind and checks all that is in it.</summary>
    public bool ReadValue()
    {
        Json.Read();
        return CheckValue();
    }

    /// <summary>Checks the value whose first token is current.</summary>
    public bool CheckValue()
    {
        if (Json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return CheckScalar();
        if (Json.CurrentDepth >= MaxDepth)
            return Fail(JsonRpcFault.TooDeep);

        return Json.TokenType == JsonTokenType.StartObject ? CheckMembers() : CheckElements();
    }

    /// <summary>Checks the string, number or literal that is current.</summary>
    public bool CheckScalar() => Json.TokenType switch
    {
        JsonTokenType.String => !Json.ValueIsEscaped
            || JsonEscapes.HaveWholePairs(Json.ValueSpan)
            || Fail(JsonRpcFault.LoneSurrogate),
        JsonTokenType.Number => IsInRange() || Fail(JsonRpcFault.NumberOutOfRange),
        _ => true,
    };

    private bool IsNew(bool added) => added || Fail(JsonRpcFault.DuplicateMember);

    private bool CheckMembers()
    {
        var scope = OpenScope();
        while (Json.Read() && Json.TokenType == JsonTokenType.PropertyName)
        {
            if (!TakeMember(scope, out _) || !ReadValue())
                return false;
        }

        return true;
    }

    private bool CheckElements()
    {
        while (Json.Read() && Json.TokenType != JsonTokenType.EndArray)
        {
            if (!CheckValue())
                return false;
        }

        return true;
    }

    /// <summary>1e400 is infinite to one reader, an error or a big number to another.</summary>
    private readonly bool IsInRange()
    {
        var isPlainlySmall = Json.ValueSpan.Length <= 15 && Json.ValueSpan.IndexOfAny((byte)'e', (byte)'E') < 0;
        return isPlainlySmall || (Json.TryGetDouble(out var number) && double.IsFinite(number));
    }
}
