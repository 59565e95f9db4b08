using McpAspire.Identity.OAuth;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Keys;

/// <summary>Which key is in use at a moment, and until when its predecessors have to be known.</summary>
internal sealed class KeySchedule(IOptions<TokenOptions> tokens)
{
    /// <summary>Longer than the lifetimes that no setting changes: ID tokens, device codes, pushed requests.</summary>
    private static readonly TimeSpan LongestOther = TimeSpan.FromHours(2);

    /// <summary>For replicas that notice the successor late.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Codes and refresh tokens are signed inside their encryption, so both uses have to last as long as those.
    /// </summary>
    private TimeSpan LongestLifetime => Longest(
        tokens.Value.RefreshTokenLifetime, tokens.Value.AccessTokenLifetime, tokens.Value.CodeLifetime, LongestOther);

    /// <summary>Those that are in use, published before it, or still good for what they made.</summary>
    public static IReadOnlyList<TokenKey> Living(IEnumerable<TokenKey> keys, DateTimeOffset now) =>
        [.. keys.Where(key => !(key.RetiredAt <= now))];

    /// <summary>The keys of that use, the active one first: the token server takes the first.</summary>
    public static IReadOnlyList<TokenKey> InOrder(IEnumerable<TokenKey> keys, TokenKeyUse use, DateTimeOffset now)
    {
        var living = Living(keys, now).Where(key => key.Use == use)
            .OrderByDescending(key => key.ActiveAt).ThenBy(key => key.Id, StringComparer.Ordinal).ToList();
        var active = living.Find(key => key.ActiveAt <= now) ?? living.LastOrDefault();
        return active is null ? [] : [active, .. living.Where(key => key != active)];
    }

    /// <summary>Gives every key that has a successor its end, unless it has an earlier one.</summary>
    public void Retire(IEnumerable<TokenKey> keys)
    {
        foreach (var use in keys.GroupBy(key => key.Use))
        {
            var inTurn = use.OrderBy(key => key.ActiveAt).ThenBy(key => key.CreatedAt).ToList();
            for (var i = 0; i < inTurn.Count - 1; i++)
            {
                var end = inTurn[i + 1].ActiveAt + LongestLifetime + Margin;
                if (inTurn[i].RetiredAt is not { } known || known > end)
                    inTurn[i].RetiredAt = end;
            }
        }
    }

    private static TimeSpan Longest(params ReadOnlySpan<TimeSpan> all)
    {
        var longest = TimeSpan.Zero;
        foreach (var one in all)
            longest = one > longest ? one : longest;
        return longest;
    }
}
