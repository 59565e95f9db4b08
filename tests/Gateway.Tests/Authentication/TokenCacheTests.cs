using System.Collections.Frozen;
using McpAspire.Gateway.Authentication;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Authentication;

public sealed class TokenCacheTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Find_AfterAdd_ReturnsTheToken()
    {
        var cache = new TokenCache(_time);
        var token = Token();

        cache.Add(TokenHash.Of("a"), token);

        Assert.Same(token, cache.Find(TokenHash.Of("a"), 1));
        Assert.Null(cache.Find(TokenHash.Of("b"), 1));
    }

    [Fact]
    public void Find_AtTheSecondOfExpiry_ReturnsNothing()
    {
        var cache = new TokenCache(_time);
        cache.Add(TokenHash.Of("a"), Token());

        _time.Advance(TimeSpan.FromMinutes(5));

        Assert.Null(cache.Find(TokenHash.Of("a"), 1));
    }

    [Fact]
    public void Find_WithOtherKeys_ReturnsNothing()
    {
        var cache = new TokenCache(_time);

        cache.Add(TokenHash.Of("a"), Token());

        Assert.Null(cache.Find(TokenHash.Of("a"), 2));
    }

    [Fact]
    public void Add_BeyondCapacity_KeepsWhatIsUsedAndForgetsTheRest()
    {
        var cache = new TokenCache(_time, capacity: 100);
        cache.Add(TokenHash.Of("used"), Token());
        cache.Add(TokenHash.Of("unused"), Token());

        for (var i = 0; i < 1000; i++)
        {
            cache.Add(TokenHash.Of($"other-{i}"), Token());
            Assert.NotNull(cache.Find(TokenHash.Of("used"), 1));
        }

        Assert.Null(cache.Find(TokenHash.Of("unused"), 1));
        var kept = Enumerable.Range(0, 1000).Count(i => cache.Find(TokenHash.Of($"other-{i}"), 1) is not null);
        Assert.InRange(kept, 1, 100);
    }

    private AccessToken Token() => new()
    {
        Subject = "subject",
        ClientId = "client",
        TokenId = "id",
        RevocationId = "entry",
        KeyId = "key-1",
        Audience = "audience",
        Scopes = FrozenSet<string>.Empty,
        Groups = [],
        ExpiresAt = _time.GetUtcNow().AddMinutes(5),
        KeySetVersion = 1,
    };
}
