using System.Buffers.Text;
using System.Text.Json;
using McpAspire.Identity.OAuth.Exchange.Trust;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// An Identity Assertion JWT Authorization Grant (ID-JAG): an identity provider says that a client may act for a
/// person. Nothing of it is believed before <see cref="IdentityAssertionCheck"/> has looked at it.
/// </summary>
internal sealed class IdentityAssertion
{
    public const string Type = "oauth-id-jag+jwt";

    private const int MaxLength = 16 * 1024;

    /// <summary>A name that stands twice has two readings, and the issuer may have meant the other one.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly JsonElement _header;
    private readonly JsonElement _claims;
    private TrustedIssuer? _issuer;

    private IdentityAssertion(string text, JsonElement header, JsonElement claims) =>
        (Text, _header, _claims) = (text, header, claims);

    public string Text { get; }

    /// <summary>The issuer that signed it.</summary>
    public TrustedIssuer TrustedIssuer =>
        _issuer ?? throw new InvalidOperationException("The assertion has not been checked.");

    public static IdentityAssertion? Read(string text)
    {
        if (text.Length > MaxLength || text.Split('.') is not [var header, var claims, { Length: > 0 }])
            return null;

        try
        {
            var (first, second) = (Parse(header), Parse(claims));
            return first.ValueKind is JsonValueKind.Object && second.ValueKind is JsonValueKind.Object
                ? new IdentityAssertion(text, first, second)
                : null;
        }
        catch (Exception unreadable) when (unreadable is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>From now on it is believed.</summary>
    public void Trust(TrustedIssuer issuer) => _issuer = issuer;

    public bool HasHeader(string name) => _header.TryGetProperty(name, out _);

    public string? Header(string name) => TextOf(_header, name);

    public bool Has(string claim) => _claims.TryGetProperty(claim, out _);

    /// <summary>A claim that is a string, and not an empty one.</summary>
    public string? Claim(string claim) => TextOf(_claims, claim) is { Length: > 0 } value ? value : null;

    /// <summary>A claim that is the boolean: the text "true" is somebody's guess at what is meant.</summary>
    public bool IsTrue(string claim) =>
        _claims.TryGetProperty(claim, out var value) && value.ValueKind is JsonValueKind.True;

    /// <summary>A claim that is one string or a list of strings; null for anything else.</summary>
    public IReadOnlyList<string>? Claims(string claim)
    {
        if (!_claims.TryGetProperty(claim, out var value))
            return null;
        if (value.ValueKind is JsonValueKind.String)
            return [value.GetString()!];
        return value.ValueKind is JsonValueKind.Array
            && value.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String)
                ? [.. value.EnumerateArray().Select(item => item.GetString()!)]
                : null;
    }

    /// <summary>A claim that is a point in time (RFC 7519, section 2: NumericDate).</summary>
    public DateTimeOffset? Moment(string claim) =>
        _claims.TryGetProperty(claim, out var value) && value.ValueKind is JsonValueKind.Number
        && value.TryGetDouble(out var seconds) && seconds is > 0 and < 253402300800
            ? DateTimeOffset.FromUnixTimeSeconds((long)seconds)
            : null;

    /// <summary>
    /// The key to which it is bound (RFC 9449): null for none, empty for a binding of another kind, which nobody
    /// fulfils.
    /// </summary>
    public string? BoundKey()
    {
        if (!_claims.TryGetProperty("cnf", out var confirmation))
            return null;
        return (confirmation.ValueKind is JsonValueKind.Object ? TextOf(confirmation, "jkt") : null) ?? string.Empty;
    }

    private static JsonElement Parse(string part)
    {
        using var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
        return document.RootElement.Clone();
    }

    private static string? TextOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;
}
