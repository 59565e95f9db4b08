using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;

namespace McpAspire.Shared;

/// <summary>
/// An access token before it is signed (RFC 9068). Everything in it can be changed, because tests need tokens that no
/// library would make.
/// </summary>
public sealed class TokenDraft
{
    /// <summary>A token that is valid for five minutes from now.</summary>
    public TokenDraft(string issuer, string audience, DateTimeOffset now)
    {
        Header = new JsonObject { ["typ"] = "at+jwt" };
        Claims = new JsonObject
        {
            ["iss"] = issuer,
            ["aud"] = audience,
            ["sub"] = "subject-1",
            ["client_id"] = "client-1",
            ["scope"] = "openid mcp",
            ["jti"] = Guid.NewGuid().ToString("N"),
            ["iat"] = now.ToUnixTimeSeconds(),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddMinutes(5).ToUnixTimeSeconds(),
        };
    }

    /// <summary>The JOSE header; <c>alg</c> and <c>kid</c> are set by signing unless they are there.</summary>
    public JsonObject Header { get; }

    /// <summary>The payload.</summary>
    public JsonObject Claims { get; }

    /// <summary>Sets a claim, or removes it if the value is null.</summary>
    public TokenDraft With(string claim, JsonNode? value)
    {
        Claims.Remove(claim);
        if (value is not null)
            Claims[claim] = value;
        return this;
    }

    /// <summary>Sets a header member, or removes it if the value is null.</summary>
    public TokenDraft WithHeader(string name, JsonNode? value)
    {
        Header.Remove(name);
        if (value is not null)
            Header[name] = value;
        return this;
    }

    /// <summary>The compact form, signed by a key.</summary>
    public string Sign(TokenKey key)
    {
        Header.TryAdd("alg", key.Algorithm);
        Header.TryAdd("kid", key.Id);
        return Sign(input => key.Sign(input, (string?)Header["alg"]));
    }

    /// <summary>The compact form, signed by whatever the function does.</summary>
    public string Sign(Func<string, byte[]> sign)
    {
        var input = $"{Encode(Header)}.{Encode(Claims)}";
        return $"{input}.{Base64Url.EncodeToString(sign(input))}";
    }

    private static string Encode(JsonObject json) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
