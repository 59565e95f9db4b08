using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace McpAspire.Shared;

/// <summary>A DPoP proof before it is signed (RFC 9449, section 4.2); everything in it can be changed.</summary>
public sealed class ProofDraft
{
    private readonly TokenKey _key;

    /// <summary>A proof that is good now, for this request.</summary>
    public ProofDraft(TokenKey key, string method, string address, DateTimeOffset now, string? accessToken = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        _key = key;
        Header = new JsonObject { ["typ"] = "dpop+jwt", ["alg"] = key.Algorithm, ["jwk"] = Public(key) };
        Claims = new JsonObject
        {
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["htm"] = method,
            ["htu"] = address,
            ["iat"] = now.ToUnixTimeSeconds(),
        };
        if (accessToken is not null)
            Claims["ath"] = Hash(accessToken);
    }

    /// <summary>The JOSE header.</summary>
    public JsonObject Header { get; }

    /// <summary>The payload.</summary>
    public JsonObject Claims { get; }

    /// <summary>RFC 7638: what tokens are bound to.</summary>
    public static string Thumbprint(TokenKey key)
    {
        var jwk = Public(key);
        var members = jwk.OrderBy(member => member.Key, StringComparer.Ordinal)
            .Select(member => $"\"{member.Key}\":\"{member.Value}\"");
        return Hash($"{{{string.Join(',', members)}}}");
    }

    /// <summary>Sets a claim, or removes it if the value is null.</summary>
    public ProofDraft With(string claim, JsonNode? value)
    {
        Claims.Remove(claim);
        if (value is not null)
            Claims[claim] = value;
        return this;
    }

    /// <summary>Sets a header member, or removes it if the value is null.</summary>
    public ProofDraft WithHeader(string name, JsonNode? value)
    {
        Header.Remove(name);
        if (value is not null)
            Header[name] = value;
        return this;
    }

    /// <summary>Sets a member of the key.</summary>
    public ProofDraft WithKey(string name, JsonNode value)
    {
        Header["jwk"]![name] = value;
        return this;
    }

    /// <summary>The compact form, signed by the key.</summary>
    public string Sign() => Sign(input => _key.Sign(input, (string?)Header["alg"]));

    /// <summary>The compact form, signed by whatever the function does.</summary>
    public string Sign(Func<string, byte[]> sign)
    {
        ArgumentNullException.ThrowIfNull(sign);
        var input = $"{Encode(Header)}.{Encode(Claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(input))}";
    }

    private static JsonObject Public(TokenKey key)
    {
        var jwk = key.ToJwk();
        foreach (var name in (string[])["kid", "use", "alg"])
            jwk.Remove(name);
        return jwk;
    }

    private static string Hash(string text) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(text)));

    private static string Encode(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
