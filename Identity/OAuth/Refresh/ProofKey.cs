using System.Buffers.Text;
using System.Text.Json;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>The key in the proof that a request carries (RFC 9449, section 4.2); the proof itself is never the same.</summary>
internal static class ProofKey
{
    public const string Header = "DPoP";

    /// <summary>The key as it was written, or whatever stands in its place; null without a proof.</summary>
    public static string? Of(HttpRequest request)
    {
        var proof = request.Headers[Header].ToString();
        if (proof.Length == 0)
            return null;

        try
        {
            using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(proof.AsSpan(0, proof.IndexOf('.'))));
            return header.RootElement.GetProperty("jwk").GetRawText();
        }
        catch (Exception exception) when (
            exception is FormatException or JsonException or ArgumentOutOfRangeException or KeyNotFoundException
                or InvalidOperationException)
        {
            return proof;
        }
    }
}
