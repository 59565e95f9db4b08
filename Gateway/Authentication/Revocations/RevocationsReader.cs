using System.Collections.Frozen;
using System.Text.Json;

namespace McpAspire.Gateway.Authentication.Revocations;

/// <summary>Reads <c>{"revoked":["id",…]}</c>; anything else is no list.</summary>
internal static class RevocationsReader
{
    public static FrozenSet<string> Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.ValueKind != JsonValueKind.Object
            || !document.RootElement.TryGetProperty("revoked", out var ids)
            || ids.ValueKind != JsonValueKind.Array)
        {
            throw new InvalidDataException("The answer is no list of revoked tokens.");
        }

        return ids.EnumerateArray()
            .Select(id => id.GetString() ?? throw new InvalidDataException("An id in the list is null."))
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
