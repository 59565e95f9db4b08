using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Elicitation in URL mode (SEP-1036): the client sends a person to a page of the server's.</summary>
internal static class Elicitation
{
    private const int RandomBytes = 16;

    /// <summary>2025-11-25 demands an id, which 2026-07-28 has no more.</summary>
    public static ReadOnlyMemory<byte> WithId(ReadOnlyMemory<byte> parameters)
    {
        if (!JsonMembers.Find(parameters, "elicitationId"u8).IsEmpty)
            return parameters;

        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        return JsonMembers.With(parameters.Span, "elicitationId"u8, Encoding.ASCII.GetBytes($"\"{id}\""));
    }
}
