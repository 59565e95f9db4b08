namespace McpAspire.Identity.Keys;

/// <summary>A key of the token server, less its secret: what operators and commands see.</summary>
internal sealed record TokenKeyInfo(
    string Id, string Use, DateTimeOffset CreatedAt, DateTimeOffset ActiveAt, DateTimeOffset? RetiredAt)
{
    public static TokenKeyInfo Of(TokenKey key) =>
        new(key.Id, key.Use.ToString().ToLowerInvariant(), key.CreatedAt, key.ActiveAt, key.RetiredAt);
}
