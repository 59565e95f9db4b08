using System.Collections.Frozen;
using System.Text.Json;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>Reads <c>{"revoked":["id",…],"keys":["id",…]}</c>; anything else is no list.</summary>
internal static class RevocationsReader
{
    public static RevocationSnapshot Read(ReadOnlyMemory<byte> json, string? tag, long askedAt)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("revoked", out var revoked))
        {
            throw new InvalidDataException("The answer is no list of revoked tokens.");
        }

        var keys = document.RootElement.TryGetProperty("keys", out var named) ? Texts(named) : null;
        return new RevocationSnapshot(Texts(revoked), keys, tag, askedAt);
    }

    private static FrozenSet<string> Texts(JsonElement list) => list.ValueKind == JsonValueKind.Array
        ? list.EnumerateArray()
            .Select(id => id.GetString() ?? throw new InvalidDataException("An id in the list is null."))
            .ToFrozenSet(StringComparer.Ordinal)
        : throw new InvalidDataException("The list is no array.");
}
