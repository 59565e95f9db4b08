using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace McpAspire.Gateway.Protocol;

/// <summary>
/// Reads one JSON-RPC message in one pass over the received bytes, without a document model, and keeps what the
/// stages decide by.
/// </summary>
internal ref struct JsonRpcReader
{
    private const int MaxIdBytes = 1024;
    private const int MaxMethodBytes = 256;
    private const int MaxTraceBytes = 8192;

    private StrictJson _strict;
    private Range _id;
    private Range _content;
    private Range _meta;
    private string? _method;
    private bool _hasVersion;
    private bool _hasId;
    private bool _hasParams;
    private bool _hasResult;
    private bool _hasError;
    private Member _name;
    private Member _uri;
    private Member _taskId;
    private string? _protocolVersion;

    private enum Level
    {
        Message,
        Parameters,
        Meta,
    }

    /// <summary>Reads the body of a POST.</summary>
    public static bool TryRead(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out JsonRpcMessage? message,
        [NotNullWhen(false)] out JsonRpcFault? fault)
    {
        message = null;
        if (!Utf8.IsValid(body))
        {
            fault = JsonRpcFault.NotUtf8;
            return false;
        }

        Span<MemberTable.Slot> slots = stackalloc MemberTable.Slot[MemberTable.InitialSlots];
        slots.Clear();
        var reader = new JsonRpcReader { _strict = new StrictJson(body, slots) };
        try
        {
            message = reader.Read();
            fault = reader._strict.Fault;
        }
        catch (JsonException)
        {
            fault = JsonRpcFault.NotJson;
        }
        finally
        {
            reader._strict.Dispose();
        }

        return fault is null && message is not null;
    }

    private JsonRpcMessage? Read()
    {
        _strict.Json.Read();
        if (_strict.Json.TokenType != JsonTokenType.StartObject)
        {
            var isBatch = _strict.Json.TokenType == JsonTokenType.StartArray;
            _strict.Fail(isBatch ? JsonRpcFault.Batch : JsonRpcFault.NotAnObject);
            return null;
        }

        if (!ReadObject(Level.Message))
            return null;

        // Throws on anything but white space after the value.
        _strict.Json.Read();
        return Judge() is { } fault && !_strict.Fail(fault) ? null : ToMessage();
    }

    private readonly JsonRpcFault? Judge() => this switch
    {
        { _hasVersion: false } => JsonRpcFault.Version,
        // Refused only for the methods that act on it: elsewhere these names are not MCP's.
        { _method: not null, _hasResult: false, _hasError: false } =>
            Target() is { IsPresent: true, Text: null } ? JsonRpcFault.BadTarget : null,
        { _method: null, _hasId: true, _hasParams: false } when _hasResult != _hasError => null,
        _ => JsonRpcFault.Kind,
    };

    private readonly JsonRpcMessage ToMessage() => new()
    {
        Kind = _method is null ? JsonRpcKind.Response : _hasId ? JsonRpcKind.Request : JsonRpcKind.Notification,
        Id = _id,
        Content = _content,
        IsError = _hasError,
        Meta = _meta,
        TargetValue = Target().Value,
        Method = _method,
        Target = Target().Text,
        ProtocolVersion = _protocolVersion,
    };

    private readonly Member Target() => _method switch
    {
        McpMethods.ToolsCall or McpMethods.PromptsGet => _name,
        McpMethods.ResourcesRead or "resources/subscribe" or "resources/unsubscribe" => _uri,
        "tasks/get" or "tasks/update" or "tasks/cancel" or "tasks/result" => _taskId,
        _ => default,
    };

    /// <summary>Reads the object whose opening brace is current, up to its closing one.</summary>
    private bool ReadObject(Level level)
    {
        var scope = _strict.OpenScope();
        while (_strict.Json.Read() && _strict.Json.TokenType == JsonTokenType.PropertyName)
        {
            if (!_strict.TakeMember(scope, out var member) || !ReadMember(level, member))
                return false;
        }

        return true;
    }

    private bool ReadMember(Level level, scoped ReadOnlySpan<byte> member)
    {
        var known = level switch
        {
            Level.Message => MemberNames.Message,
            Level.Parameters => MemberNames.Parameters,
            _ => MemberNames.Meta,
        };
        if (known.IsCaseVariant(member))
            return _strict.Fail(JsonRpcFault.CaseVariant);

        return level switch
        {
            Level.Message => ReadMessageMember(member),
            Level.Parameters => ReadParameter(member),
            _ => ReadMetaMember(member),
        };
    }

    private bool ReadMessageMember(scoped ReadOnlySpan<byte> member)
    {
        if (member.SequenceEqual("jsonrpc"u8))
            return ReadVersion();
        if (member.SequenceEqual("id"u8))
            return ReadId();
        if (member.SequenceEqual("method"u8))
            return ReadMethod();

        if (member.SequenceEqual("params"u8))
        {
            _hasParams = true;
            return ReadObject(Level.Parameters, JsonRpcFault.BadParams, out _content);
        }

        var isError = member.SequenceEqual("error"u8);
        var isResult = member.SequenceEqual("result"u8);
        _hasError |= isError;
        _hasResult |= isResult;
        _strict.Json.Read();
        if (isError && _strict.Json.TokenType != JsonTokenType.StartObject)
            return _strict.Fail(JsonRpcFault.BadError);

        var start = (int)_strict.Json.TokenStartIndex;
        var isRead = _strict.CheckValue();
        if (isError || isResult)
            _content = start..(int)_strict.Json.BytesConsumed;
        return isRead;
    }

    private bool ReadParameter(scoped ReadOnlySpan<byte> member)
    {
        if (member.SequenceEqual("_meta"u8))
            return ReadObject(Level.Meta, JsonRpcFault.BadMeta, out _meta);
        if (member.SequenceEqual("name"u8))
            return ReadTarget(ref _name);
        if (member.SequenceEqual("uri"u8))
            return ReadTarget(ref _uri);

        return member.SequenceEqual("taskId"u8) ? ReadTarget(ref _taskId) : _strict.ReadValue();
    }

    private bool ReadMetaMember(scoped ReadOnlySpan<byte> member)
    {
        if (member.SequenceEqual("progressToken"u8))
            return ReadProgressToken();
        if (member.SequenceEqual("traceparent"u8) || member.SequenceEqual("tracestate"u8)
            || member.SequenceEqual("baggage"u8))
            return ReadTrace();
        if (!member.SequenceEqual("io.modelcontextprotocol/protocolVersion"u8))
            return _strict.ReadValue();

        _strict.Json.Read();
        if (_strict.Json.TokenType != JsonTokenType.String)
            return _strict.Fail(JsonRpcFault.BadVersion);
        if (!_strict.CheckScalar())
            return false;

        var isModern = _strict.Json.ValueTextEquals(Protocol.ProtocolVersion.Modern);
        _protocolVersion = isModern ? Protocol.ProtocolVersion.Modern : _strict.Json.GetString();
        return true;
    }

    /// <summary>Servers keep it as long as the call takes, and repeat it in each notification.</summary>
    private bool ReadProgressToken()
    {
        _strict.Json.Read();
        var isToken = _strict.Json.TokenType is JsonTokenType.String or JsonTokenType.Number
            && _strict.Json.ValueSpan.Length <= MaxIdBytes;
        return isToken ? _strict.CheckScalar() : _strict.Fail(JsonRpcFault.BadProgressToken);
    }

    /// <summary>Servers put these into headers of requests of their own (SEP-414).</summary>
    private bool ReadTrace()
    {
        _strict.Json.Read();
        if (_strict.Json.TokenType != JsonTokenType.String || _strict.Json.ValueSpan.Length > MaxTraceBytes)
            return _strict.Fail(JsonRpcFault.BadTrace);

        return _strict.CheckScalar()
            && (!HasControlCharacter(_strict.Json.GetString()) || _strict.Fail(JsonRpcFault.BadTrace));
    }

    private bool ReadObject(Level level, JsonRpcFault otherwise, out Range value)
    {
        _strict.Json.Read();
        var start = (int)_strict.Json.TokenStartIndex;
        var isRead = _strict.Json.TokenType == JsonTokenType.StartObject
            ? ReadObject(level)
            : _strict.Fail(otherwise);
        value = start..(int)_strict.Json.BytesConsumed;
        return isRead;
    }

    private bool ReadVersion()
    {
        _strict.Json.Read();
        if (!_strict.CheckScalar())
            return false;

        _hasVersion = _strict.Json.TokenType == JsonTokenType.String && _strict.Json.ValueTextEquals("2.0"u8);
        return _hasVersion || _strict.Fail(JsonRpcFault.Version);
    }

    private bool ReadId()
    {
        _strict.Json.Read();
        var isId = _strict.Json.TokenType switch
        {
            JsonTokenType.String => _strict.Json.ValueSpan.Length is > 0 and <= MaxIdBytes,
            // Fractions and exponents compare differently as text and as numbers; beyond 2^53 readers round.
            JsonTokenType.Number => _strict.Json.TryGetInt64(out var number)
                && number is >= -(1L << 53) and <= 1L << 53
                && _strict.Json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0,
            _ => false,
        };
        if (!isId)
            return _strict.Fail(JsonRpcFault.BadId);

        _hasId = true;
        _id = (int)_strict.Json.TokenStartIndex..(int)_strict.Json.BytesConsumed;
        return _strict.CheckScalar();
    }

    private bool ReadMethod()
    {
        _strict.Json.Read();
        if (_strict.Json.TokenType != JsonTokenType.String || _strict.Json.ValueSpan.Length is 0 or > MaxMethodBytes)
            return _strict.Fail(JsonRpcFault.BadMethod);
        if (!_strict.CheckScalar())
            return false;

        Span<char> text = stackalloc char[MaxMethodBytes];
        text = text[.._strict.Json.CopyString(text)];
        if (HasControlCharacter(text))
            return _strict.Fail(JsonRpcFault.BadMethod);

        _method = McpMethods.Intern(text);
        return true;
    }

    private bool ReadTarget(ref Member target)
    {
        _strict.Json.Read();
        if (_strict.Json.TokenType != JsonTokenType.String)
        {
            target = new Member(true, null, default);
            return _strict.CheckValue();
        }

        if (!_strict.CheckScalar())
            return false;

        var text = _strict.Json.GetString()!;
        var value = (int)_strict.Json.TokenStartIndex..(int)_strict.Json.BytesConsumed;
        target = new Member(true, HasControlCharacter(text) ? null : text, value);
        return true;
    }

    private static bool HasControlCharacter(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (char.IsControl(character))
                return true;
        }

        return false;
    }

    /// <summary>A member that a method may act on; present without text when it is no usable string.</summary>
    private readonly record struct Member(bool IsPresent, string? Text, Range Value);
}
