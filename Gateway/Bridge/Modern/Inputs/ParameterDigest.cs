using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>
/// A digest of what a request asks for: its <c>params</c> without what may differ between a call and its retry. The
/// order of members does not count, because a client may write the same arguments anew.
/// </summary>
internal static class ParameterDigest
{
    public static void Compute(ReadOnlyMemory<byte> parameters, Span<byte> digest)
    {
        using var document = JsonDocument.Parse(parameters);
        var output = new ArrayBufferWriter<byte>(parameters.Length);
        using (var json = new Utf8JsonWriter(output))
        {
            WriteMembers(
                json, document.RootElement, name => name is not ("_meta" or "inputResponses" or "requestState"));
        }

        SHA256.HashData(output.WrittenSpan, digest);
    }

    private static void Write(Utf8JsonWriter json, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            WriteMembers(json, value, _ => true);
        }
        else if (value.ValueKind == JsonValueKind.Array)
        {
            json.WriteStartArray();
            foreach (var item in value.EnumerateArray())
                Write(json, item);
            json.WriteEndArray();
        }
        else
        {
            value.WriteTo(json);
        }
    }

    private static void WriteMembers(Utf8JsonWriter json, JsonElement value, Func<string, bool> counts)
    {
        json.WriteStartObject();
        foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            if (!counts(member.Name))
                continue;

            json.WritePropertyName(member.Name);
            Write(json, member.Value);
        }

        json.WriteEndObject();
    }
}
