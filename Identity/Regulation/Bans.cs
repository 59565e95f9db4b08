using McpAspire.Identity.Audit;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpAspire.Identity.Regulation;

/// <summary>The bans that are in force, for those who may see and lift them.</summary>
internal sealed class Bans(
    IConnectionMultiplexer redis,
    AttemptCounter attempts,
    AccountNames names,
    TimeProvider clock,
    IOptions<RegulationOptions> options,
    AuditLog audit)
{
    /// <summary>Kind and subject of every ban that can be shown, by its end.</summary>
    private static readonly RedisKey Index = "idp:bans";

    private IDatabase Redis => redis.GetDatabase();

    public async Task<IReadOnlyList<Ban>> ListAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await Redis.SortedSetRemoveRangeByScoreAsync(
            Index, double.NegativeInfinity, now.ToUnixTimeMilliseconds());
        var bans = new List<Ban>();
        foreach (var member in await Redis.SortedSetRangeByRankAsync(Index))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Parse(member) is { } scope
                && BanPeriod.TryRead(await Redis.StringGetAsync(scope.Ban), out var period) && period.Until > now)
            {
                bans.Add(new Ban(scope.Kind, scope.Subject, period.Since, period.Until));
            }
        }

        return bans;
    }

    /// <summary>
    /// Ends the ban and forgets the failures that led to it; false where there was none. The actor is the administrator
    /// who lifts it, or nobody where it is the command line.
    /// </summary>
    public async Task<bool> LiftAsync(
        BanKind kind, string subject, Guid? actorId, CancellationToken cancellationToken)
    {
        var scope = new CountedScope(kind, subject.Trim());
        cancellationToken.ThrowIfCancellationRequested();
        var wasActive = await attempts.IsBannedAsync(scope);
        var shown = (await Redis.SortedSetRangeByRankAsync(Index))
            .Where(member => Parse(member) is { } other && other.Ban == scope.Ban).ToArray();
        var transaction = Redis.CreateTransaction();
        _ = transaction.KeyDeleteAsync([scope.Ban, scope.Taken, scope.Failed]);
        _ = transaction.SortedSetRemoveAsync(Index, shown);
        await transaction.ExecuteAsync();
        if (kind == BanKind.Address)
            await attempts.ForgetFailuresAsync(scope.Subject);
        if (!wasActive)
            return false;

        await audit.RecordAsync(new AuditEvent(AuditKind.BanLifted)
        {
            ActorId = actorId,
            Detail = $"{kind} {scope.Subject}",
        });
        return true;
    }

    /// <summary>Starts a ban. A ban that is in force is never made longer: no attempt of it is counted.</summary>
    public async Task StartAsync(CountedScope scope, RegulatedAttempt attempt)
    {
        var now = clock.GetUtcNow();
        var period = new BanPeriod(now, now + options.Value.BanTime);
        // A name is shown only where an account has it: it may be a password that was typed into the wrong field.
        var account = scope.Kind == BanKind.User ? await names.FindAsync(scope.Subject) : null;
        var transaction = Redis.CreateTransaction();
        _ = transaction.StringSetAsync(scope.Ban, period.ToValue(), options.Value.BanTime);
        _ = transaction.KeyDeleteAsync([scope.Taken, scope.Failed]);
        if ((scope.Kind == BanKind.Address ? scope.Subject : account?.UserName) is { } shown)
            _ = transaction.SortedSetAddAsync(Index, $"{scope.Kind} {shown}", period.Until.ToUnixTimeMilliseconds());
        await transaction.ExecuteAsync();
        await audit.RecordAsync(new AuditEvent(AuditKind.Banned)
        {
            AccountId = account?.Id,
            Method = attempt.Factor.ToString(),
            Detail = $"{scope.Kind} {account?.UserName ?? attempt.Address}",
        });
    }

    private static CountedScope? Parse(RedisValue member) =>
        member.ToString().Split(' ', 2) is [var kind, var subject] && Enum.TryParse<BanKind>(kind, out var parsed)
            ? new CountedScope(parsed, subject)
            : null;
}
