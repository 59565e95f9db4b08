using McpAspire.Identity.Keys;

namespace McpAspire.Identity.Operator;

/// <summary>A key of the token server, less its secret.</summary>
internal sealed record KeyState(
    string Id, string Use, DateTimeOffset CreatedAt, DateTimeOffset ActiveAt, DateTimeOffset? RetiredAt)
{
    public static KeyState Of(TokenKey key) =>
        new(key.Id, key.Use.ToString().ToLowerInvariant(), key.CreatedAt, key.ActiveAt, key.RetiredAt);
}
