using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// Reads what a backend says as one JSON-RPC message, piece by piece. What it knows so far can be asked at any time.
/// </summary>
/// <param name="expectedId">The id of the request as JSON; empty where no answer is expected.</param>
internal sealed class MessageScanner(ReadOnlyMemory<byte> expectedId) : JsonScanner
{
    private const int MaxMethodBytes = 256;

    private readonly ReadOnlyMemory<byte> _expectedText = Unescaped(expectedId);
    private readonly bool _expectsText = expectedId.Span is [(byte)'"', ..];
    private Member _member;
    private bool _hasVersion;
    private bool _hasParams;

    private enum Member
    {
        Other,
        Version,
        Id,
        Method,
        Params,
        Result,
        Error,
    }

    public AnswerId Id { get; private set; }

    /// <summary>Null for a response, and as long as none has been read.</summary>
    public string? Method { get; private set; }

    public bool HasResult { get; private set; }

    public bool HasError { get; private set; }

    /// <summary>Whether what was scanned is one whole message; nothing more will come.</summary>
    public bool Conclude()
    {
        if (!End())
            return false;
        if (!_hasVersion)
            return Fail(JsonRpcFault.Version);

        var isCall = Method is not null && !HasResult && !HasError;
        var isResponse = Method is null && !_hasParams && HasResult != HasError;
        return isCall || isResponse || Fail(JsonRpcFault.Kind);
    }

    /// <summary>Begins with the next message.</summary>
    public void Clear()
    {
        Restart();
        (_hasVersion, _hasParams, HasResult, HasError) = (false, false, false, false);
        (Id, Method) = (AnswerId.None, null);
    }

    protected override bool TakeMember(ReadOnlySpan<byte> name)
    {
        _member = name switch
        {
            _ when name.SequenceEqual("jsonrpc"u8) => Member.Version,
            _ when name.SequenceEqual("id"u8) => Member.Id,
            _ when name.SequenceEqual("method"u8) => Member.Method,
            _ when name.SequenceEqual("params"u8) => Member.Params,
            _ when name.SequenceEqual("result"u8) => Member.Result,
            _ when name.SequenceEqual("error"u8) => Member.Error,
            _ => Member.Other,
        };
        return _member != Member.Other
            || !MemberNames.Message.IsCaseVariant(name)
            || Fail(JsonRpcFault.CaseVariant);
    }

    protected override bool TakeValue(byte first, out bool isTextWanted)
    {
        var isObject = first == (byte)'{';
        isTextWanted = first == (byte)'"' && _member is Member.Version or Member.Id or Member.Method;
        switch (_member)
        {
            case Member.Version:
                return isTextWanted || Fail(JsonRpcFault.Version);
            case Member.Id:
                Id = first == (byte)'n' ? AnswerId.Null : AnswerId.Other;
                var isId = isTextWanted || first is (byte)'n' or (byte)'-' or (>= (byte)'0' and <= (byte)'9');
                return isId || Fail(JsonRpcFault.BadId);
            case Member.Method:
                return isTextWanted || Fail(JsonRpcFault.BadMethod);
            case Member.Params:
                _hasParams = true;
                return isObject || Fail(JsonRpcFault.BadParams);
            case Member.Error:
                HasError = true;
                return isObject || Fail(JsonRpcFault.BadError);
            default:
                HasResult |= _member == Member.Result;
                return true;
        }
    }

    protected override bool TakeText(in ShortText text)
    {
        switch (_member)
        {
            case Member.Version:
                _hasVersion = text.Bytes.SequenceEqual("2.0"u8);
                return _hasVersion || Fail(JsonRpcFault.Version);
            case Member.Method:
                return TakeMethod(text.Bytes);
            default:
                if (_expectsText && text.IsWhole && text.Bytes.SequenceEqual(_expectedText.Span))
                    Id = AnswerId.Expected;
                return true;
        }
    }

    protected override bool TakeNumber(ReadOnlySpan<byte> number)
    {
        if (_member == Member.Id && !_expectsText && number.SequenceEqual(_expectedText.Span))
            Id = AnswerId.Expected;
        return true;
    }

    private static ReadOnlyMemory<byte> Unescaped(ReadOnlyMemory<byte> id)
    {
        if (id.Span is not [(byte)'"', ..])
            return id;
        if (!id.Span.Contains((byte)'\\'))
            return id[1..^1];

        var reader = new Utf8JsonReader(id.Span);
        reader.Read();
        return Encoding.UTF8.GetBytes(reader.GetString()!);
    }

    private bool TakeMethod(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxMethodBytes)
            return Fail(JsonRpcFault.BadMethod);

        Span<char> method = stackalloc char[MaxMethodBytes];
        method = method[..Encoding.UTF8.GetChars(text, method)];
        foreach (var character in method)
        {
            if (char.IsControl(character))
                return Fail(JsonRpcFault.BadMethod);
        }

        Method = McpMethods.Intern(method);
        return true;
    }
}
