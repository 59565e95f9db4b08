using System.Buffers.Text;
using System.Security.Cryptography;
using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>One attempt of a request, from before anything is compared until it is known how it ended.</summary>
internal sealed class RegulatedAttempt(
    SignInFactor factor, string subject, string address, long startedAt, DateTimeOffset at)
{
    private const int IdBytes = 9;

    public SignInFactor Factor => factor;

    public string Subject => subject;

    public string Address => address;

    /// <summary>The time stamp from which the answer's delay is counted.</summary>
    public long StartedAt => startedAt;

    public DateTimeOffset At => at;

    /// <summary>Where the attempt takes a place; none when it was refused.</summary>
    public List<CountedScope> Places { get; } = [];

    /// <summary>Whether it is known how the attempt ended.</summary>
    public bool IsSettled { get; set; }

    /// <summary>What a success forgives: the same factor of the same person, from the same address.</summary>
    public string Pair { get; } = $"{factor}|{SubjectDigest.Of(subject)}|{address}|";

    public RedisValue Member => Pair + Id;

    private string Id { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdBytes));

    public bool IsOf(SignInFactor otherFactor, string otherSubject) =>
        factor == otherFactor && string.Equals(subject, otherSubject, StringComparison.Ordinal);
}
