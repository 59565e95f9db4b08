using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using McpAspire.Identity.OAuth.Assertions;
using Microsoft.IdentityModel.Tokens;

namespace McpAspire.Identity.Clients.Keys;

/// <summary>
/// Reads the public keys of a client (RFC 7517): a few, for the algorithms of <see cref="AssertionAlgorithms"/>. A key
/// that is left out here can sign nothing later.
/// </summary>
internal static class ClientKeySet
{
    private const int MaxKeys = 10;
    private const int LeastModulusBytes = 256;
    private const int MostModulusBytes = 512;
    private const int CoordinateBytes = 32;

    /// <summary>Members of private and of shared keys (RFC 7518, section 6).</summary>
    private static readonly string[] Secrets = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

    public static bool TryRead(JsonElement document, out JsonWebKeySet keys, out string problem)
    {
        keys = new JsonWebKeySet();
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty("keys", out var list)
            || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxKeys)
        {
            problem = $"A key set has to have a list 'keys' of 1 to {MaxKeys} keys.";
            return false;
        }

        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object)
            {
                problem = "A key of the key set is not a JSON object.";
                return false;
            }

            if (Secrets.Any(name => item.TryGetProperty(name, out _)))
            {
                problem = "A key set must hold public keys only; one of these tells its secret part.";
                return false;
            }

            if (Read(item) is { } key)
                keys.Keys.Add(key);
        }

        problem = "The key set has no key for signatures with RS256, PS256 or ES256.";
        return keys.Keys.Count > 0;
    }

    public static bool TryRead(string json, out JsonWebKeySet keys, out string problem)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return TryRead(document.RootElement, out keys, out problem);
        }
        catch (JsonException)
        {
            (keys, problem) = (new JsonWebKeySet(), "The key set is not valid JSON.");
            return false;
        }
    }

    private static JsonWebKey? Read(JsonElement item)
    {
        if (Text(item, "use") is not (null or "sig"))
            return null;

        var key = new JsonWebKey { Kid = Text(item, "kid"), Use = "sig" };
        if (Text(item, "alg") is { } algorithm)
        {
            if (!AssertionAlgorithms.All.Contains(algorithm))
                return null;
            key.Alg = algorithm;
        }

        switch (key.Kty = Text(item, "kty"))
        {
            case "RSA" when LengthOf(Text(item, "n")) is >= LeastModulusBytes and <= MostModulusBytes
                && LengthOf(Text(item, "e")) is > 0 and <= 8:
                (key.N, key.E) = (Text(item, "n"), Text(item, "e"));
                return key;
            case "EC" when Text(item, "crv") == "P-256" && LengthOf(Text(item, "x")) == CoordinateBytes
                && LengthOf(Text(item, "y")) == CoordinateBytes:
                (key.Crv, key.X, key.Y) = ("P-256", Text(item, "x"), Text(item, "y"));
                return key;
            default:
                return null;
        }
    }

    private static string? Text(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int LengthOf(string? value) =>
        value is not null && Base64Url.IsValid(Encoding.ASCII.GetBytes(value), out var length) ? length : 0;
}
