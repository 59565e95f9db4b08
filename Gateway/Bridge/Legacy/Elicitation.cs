using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Elicitation in URL mode (SEP-1036): the client sends a person to a page of the server's.</summary>
internal static class Elicitation
{
    private const int RandomBytes = 16;

    /// <summary>
    /// Whether the page is one of the web; other schemes start programs or run scripts at the person's machine.
    /// </summary>
    public static bool IsSafe(ReadOnlyMemory<byte> parameters)
    {
        var value = JsonMembers.Find(parameters, "url"u8);
        if (value.IsEmpty)
            return false;

        var reader = new Utf8JsonReader(value.Span);
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            && Uri.TryCreate(reader.GetString(), UriKind.Absolute, out var url)
            && WebOrigin.IsSecure(url.AbsoluteUri);
    }

    /// <summary>2025-11-25 demands an id, which 2026-07-28 has no more.</summary>
    public static ReadOnlyMemory<byte> WithId(ReadOnlyMemory<byte> parameters)
    {
        if (!JsonMembers.Find(parameters, "elicitationId"u8).IsEmpty)
            return parameters;

        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return JsonMembers.With(parameters.Span, "elicitationId"u8, Encoding.ASCII.GetBytes($"\"{id}\""));
    }
}
