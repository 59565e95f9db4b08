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

    private StrictJson strict;
    private Range id;
    private string? method;
    private bool hasVersion;
    private bool hasId;
    private bool hasParams;
    private bool hasResult;
    private bool hasError;
    private Member name;
    private Member uri;
    private Member taskId;
    private string? protocolVersion;

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
        var reader = new JsonRpcReader { strict = new StrictJson(body, slots) };
        try
        {
            message = reader.Read();
            fault = reader.strict.Fault;
        }
        catch (JsonException)
        {
            fault = JsonRpcFault.NotJson;
        }
        finally
        {
            reader.strict.Dispose();
        }

        return fault is null && message is not null;
    }

    private JsonRpcMessage? Read()
    {
        strict.Json.Read();
        if (strict.Json.TokenType != JsonTokenType.StartObject)
        {
            var isBatch = strict.Json.TokenType == JsonTokenType.StartArray;
            strict.Fail(isBatch ? JsonRpcFault.Batch : JsonRpcFault.NotAnObject);
            return null;
        }

        if (!ReadObject(Level.Message))
            return null;

        // Throws on anything but white space after the value.
        strict.Json.Read();
        return Judge() is { } fault && !strict.Fail(fault) ? null : ToMessage();
    }

    private readonly JsonRpcFault? Judge() => this switch
    {
        { hasVersion: false } => JsonRpcFault.Version,
        // Refused only for the methods that act on it: elsewhere these names are not MCP's.
        { method: not null, hasResult: false, hasError: false } =>
            Target() is { IsPresent: true, Text: null } ? JsonRpcFault.BadTarget : null,
        { method: null, hasId: true, hasParams: false } when hasResult != hasError => null,
        _ => JsonRpcFault.Kind,
    };

    private readonly JsonRpcMessage ToMessage() => new()
    {
        Kind = method is null ? JsonRpcKind.Response : hasId ? JsonRpcKind.Request : JsonRpcKind.Notification,
        Id = id,
        Method = method,
        Target = Target().Text,
        ProtocolVersion = protocolVersion,
    };

    private readonly Member Target() => method switch
    {
        McpMethods.ToolsCall or McpMethods.PromptsGet => name,
        McpMethods.ResourcesRead or "resources/subscribe" or "resources/unsubscribe" => uri,
        "tasks/get" or "tasks/update" or "tasks/cancel" or "tasks/result" => taskId,
        _ => default,
    };

    /// <summary>Reads the object whose opening brace is current, up to its closing one.</summary>
    private bool ReadObject(Level level)
    {
        var scope = strict.OpenScope();
        while (strict.Json.Read() && strict.Json.TokenType == JsonTokenType.PropertyName)
        {
            if (!strict.TakeMember(scope, out var member) || !ReadMember(level, member))
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
            return strict.Fail(JsonRpcFault.CaseVariant);

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
            hasParams = true;
            return ReadObject(Level.Parameters, JsonRpcFault.BadParams);
        }

        var isError = member.SequenceEqual("error"u8);
        hasError |= isError;
        hasResult |= member.SequenceEqual("result"u8);
        strict.Json.Read();
        return isError && strict.Json.TokenType != JsonTokenType.StartObject
            ? strict.Fail(JsonRpcFault.BadError)
            : strict.CheckValue();
    }

    private bool ReadParameter(scoped ReadOnlySpan<byte> member)
    {
        if (member.SequenceEqual("_meta"u8))
            return ReadObject(Level.Meta, JsonRpcFault.BadMeta);
        if (member.SequenceEqual("name"u8))
            return ReadTarget(ref name);
        if (member.SequenceEqual("uri"u8))
            return ReadTarget(ref uri);

        return member.SequenceEqual("taskId"u8) ? ReadTarget(ref taskId) : strict.ReadValue();
    }

    private bool ReadMetaMember(scoped ReadOnlySpan<byte> member)
    {
        if (!member.SequenceEqual("io.modelcontextprotocol/protocolVersion"u8))
            return strict.ReadValue();

        strict.Json.Read();
        if (strict.Json.TokenType != JsonTokenType.String)
            return strict.Fail(JsonRpcFault.BadVersion);
        if (!strict.CheckScalar())
            return false;

        var isModern = strict.Json.ValueTextEquals(Protocol.ProtocolVersion.Modern);
        protocolVersion = isModern ? Protocol.ProtocolVersion.Modern : strict.Json.GetString();
        return true;
    }

    private bool ReadObject(Level level, JsonRpcFault otherwise)
    {
        strict.Json.Read();
        return strict.Json.TokenType == JsonTokenType.StartObject ? ReadObject(level) : strict.Fail(otherwise);
    }

    private bool ReadVersion()
    {
        strict.Json.Read();
        if (!strict.CheckScalar())
            return false;

        hasVersion = strict.Json.TokenType == JsonTokenType.String && strict.Json.ValueTextEquals("2.0"u8);
        return hasVersion || strict.Fail(JsonRpcFault.Version);
    }

    private bool ReadId()
    {
        strict.Json.Read();
        var isId = strict.Json.TokenType switch
        {
            JsonTokenType.String => strict.Json.ValueSpan.Length is > 0 and <= MaxIdBytes,
            // Fractions and exponents compare differently as text and as numbers; beyond 2^53 readers round.
            JsonTokenType.Number => strict.Json.TryGetInt64(out var number)
                && number is >= -(1L << 53) and <= 1L << 53
                && strict.Json.ValueSpan.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0,
            _ => false,
        };
        if (!isId)
            return strict.Fail(JsonRpcFault.BadId);

        hasId = true;
        id = (int)strict.Json.TokenStartIndex..(int)strict.Json.BytesConsumed;
        return strict.CheckScalar();
    }

    private bool ReadMethod()
    {
        strict.Json.Read();
        if (strict.Json.TokenType != JsonTokenType.String || strict.Json.ValueSpan.Length is 0 or > MaxMethodBytes)
            return strict.Fail(JsonRpcFault.BadMethod);
        if (!strict.CheckScalar())
            return false;

        Span<char> text = stackalloc char[MaxMethodBytes];
        text = text[..strict.Json.CopyString(text)];
        if (HasControlCharacter(text))
            return strict.Fail(JsonRpcFault.BadMethod);

        method = McpMethods.Intern(text);
        return true;
    }

    private bool ReadTarget(ref Member target)
    {
        strict.Json.Read();
        if (strict.Json.TokenType != JsonTokenType.String)
        {
            target = new Member(true, null);
            return strict.CheckValue();
        }

        if (!strict.CheckScalar())
            return false;

        var text = strict.Json.GetString()!;
        target = new Member(true, HasControlCharacter(text) ? null : text);
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
    private readonly record struct Member(bool IsPresent, string? Text);
}
