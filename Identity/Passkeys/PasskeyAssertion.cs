using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace McpAspire.Identity.Passkeys;

/// <summary>
/// The answer of <c>navigator.credentials.get</c>, read strictly and written anew for Identity. So both see the same
/// bytes: a member that stands there twice, or in other letters, cannot show one of them a passkey that verified its
/// user and the other one that did not.
/// </summary>
internal sealed record PasskeyAssertion(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("response")] PasskeyAssertion.Signed Response,
    [property: JsonPropertyName("clientExtensionResults")] JsonElement ClientExtensionResults)
{
    public const int MaxLength = 16 * 1024;

    private const int FlagsOffset = 32;
    private const byte UserVerified = 0x04;
    private const string Nobody = "passkey";

    /// <summary>
    /// Whether the authenticator checked who used it this time (WebAuthn 3, section 6.1). It stands in what is signed;
    /// Identity remembers only whether it ever did. To be read after the signature was verified.
    /// </summary>
    [JsonIgnore]
    public bool IsUserVerified =>
        Decode(Response.AuthenticatorData) is { Length: > FlagsOffset } data && (data[FlagsOffset] & UserVerified) != 0;

    /// <summary>Whose it claims to be, under which the attempt is counted.</summary>
    [JsonIgnore]
    public string ClaimedSubject => Decode(Response.UserHandle) is { Length: > 0 and <= 64 } handle
        ? Encoding.UTF8.GetString(handle)
        : Nobody;

    public static PasskeyAssertion? Read(string? json)
    {
        if (json is not { Length: > 0 and <= MaxLength })
            return null;

        try
        {
            return JsonSerializer.Deserialize(json, PasskeyJson.Default.PasskeyAssertion);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public string Write() => JsonSerializer.Serialize(this, PasskeyJson.Default.PasskeyAssertion);

    private static byte[]? Decode(string? text) =>
        text is not null && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;

    /// <summary>What the authenticator signed, and the signature.</summary>
    internal sealed record Signed(
        [property: JsonPropertyName("clientDataJSON")] string ClientData,
        [property: JsonPropertyName("authenticatorData")] string AuthenticatorData,
        [property: JsonPropertyName("signature")] string Signature,
        [property: JsonPropertyName("userHandle")] string? UserHandle = null);
}
