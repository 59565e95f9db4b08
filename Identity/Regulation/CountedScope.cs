using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>An address or a name, and the keys under which its attempts and its ban stand.</summary>
internal sealed record CountedScope(BanKind Kind, string Subject)
{
    private string Id => Kind == BanKind.Address ? Subject : SubjectDigest.Of(Subject);

    /// <summary>Attempts that are being compared or have failed, by their time.</summary>
    public RedisKey Taken => $"idp:regulation:{Kind}:{Id}:taken";

    /// <summary>Those of them that have failed.</summary>
    public RedisKey Failed => $"idp:regulation:{Kind}:{Id}:failed";

    public RedisKey Ban => $"idp:ban:{Kind}:{Id}";
}
