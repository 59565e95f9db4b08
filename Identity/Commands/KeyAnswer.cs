using McpAspire.Identity.Keys;

namespace McpAspire.Identity.Commands;

/// <summary>A key as a command tells of it: never the key itself.</summary>
internal sealed record KeyAnswer(
    string Id, TokenKeyUse Use, DateTimeOffset CreatedAt, DateTimeOffset ActiveAt, DateTimeOffset? RetiredAt)
{
    public static KeyAnswer Of(TokenKey key) => new(key.Id, key.Use, key.CreatedAt, key.ActiveAt, key.RetiredAt);
}
