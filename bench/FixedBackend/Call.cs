using System.Text.Json;

namespace McpAspire.FixedBackend;

/// <summary>As much of a message as is needed to choose among the fixed answers.</summary>
internal readonly ref struct Call
{
    /// <summary>Empty for a notification.</summary>
    public ReadOnlySpan<byte> Id { get; private init; }

    public ReadOnlySpan<byte> Method { get; private init; }

    /// <summary><c>params.name</c>.</summary>
    public ReadOnlySpan<byte> Name { get; private init; }

    /// <summary><c>params.protocolVersion</c> of an initialize.</summary>
    public ReadOnlySpan<byte> Version { get; private init; }

    /// <summary><c>params._meta.progressToken</c> as JSON.</summary>
    public ReadOnlySpan<byte> ProgressToken { get; private init; }

    public static Call Read(ReadOnlySpan<byte> message)
    {
        ReadOnlySpan<byte> id = default, method = default, name = default, version = default, token = default;
        var json = new Utf8JsonReader(message);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
                continue;

            var isOpened = (json.CurrentDepth == 1 && json.ValueTextEquals("params"u8))
                || (json.CurrentDepth == 2 && json.ValueTextEquals("_meta"u8));
            var depth = json.CurrentDepth;
            var member = json.ValueSpan;
            json.Read();
            if (isOpened)
                continue;
            if (depth == 1 && member.SequenceEqual("id"u8))
                id = message[(int)json.TokenStartIndex..(int)json.BytesConsumed];
            else if (depth == 1 && member.SequenceEqual("method"u8))
                method = json.ValueSpan;
            else if (depth == 2 && member.SequenceEqual("name"u8))
                name = json.ValueSpan;
            else if (depth == 2 && member.SequenceEqual("protocolVersion"u8))
                version = json.ValueSpan;
            else if (depth == 3 && member.SequenceEqual("progressToken"u8))
                token = message[(int)json.TokenStartIndex..(int)json.BytesConsumed];
            else
                json.Skip();
        }

        return new Call { Id = id, Method = method, Name = name, Version = version, ProgressToken = token };
    }
}
