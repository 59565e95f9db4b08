using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Telemetry;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Regulation;

/// <summary>
/// Decides whether somebody may try another password, code or passkey. An attempt is counted before anything is
/// compared, so that guesses sent in parallel count as well, and given back when it succeeds. Whoever is refused waits
/// as long as whoever was wrong, and has to be told the same: nobody learns that a refused guess was right.
/// </summary>
internal sealed class Regulator(
    AttemptCounter attempts,
    AccountBound bound,
    Bans bans,
    AccountNames names,
    WaitingRoom waiting,
    ComparisonTimes times,
    IdentityMetrics metrics,
    TimeProvider clock,
    IOptions<RegulationOptions> options)
{
    /// <summary>How long an attempt waits for others of its address that are being compared.</summary>
    private static readonly TimeSpan TurnLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TurnPause = TimeSpan.FromMilliseconds(25);

    /// <summary>
    /// Whether the attempt may be looked at. The subject is what identifies the person at this step: the name that was
    /// typed, or the id of an account that proved another factor. Where it may not, this returns when it may be
    /// answered.
    /// </summary>
    public async Task<bool> TryTakeAsync(HttpContext context, SignInFactor factor, string subject)
    {
        var attempt = new RegulatedAttempt(
            factor, subject, ClientAddress.Of(context), clock.GetTimestamp(), clock.GetUtcNow());
        context.Features.Set(attempt);
        // Whoever takes an attempt and does not say how it ended, for whatever reason, has failed.
        context.Response.OnCompleted(() => SettleFailureAsync(attempt));
        if (await TakePlacesAsync(attempt))
            return true;

        metrics.Refused(factor);
        await GiveBackAsync(attempt);
        await WaitAsync(context, attempt, factor == SignInFactor.Password ? times.PickOne() : TimeSpan.Zero);
        return false;
    }

    /// <summary>The attempt was right: the failures before it are forgotten, those of others are not.</summary>
    public async Task SucceedAsync(HttpContext context, SignInFactor factor, string subject)
    {
        if (Current(context, factor, subject) is not { } attempt)
            return;

        attempt.IsSettled = true;
        metrics.Compared(factor, isSuccess: true, clock.GetElapsedTime(attempt.StartedAt));
        foreach (var scope in attempt.Places)
            await attempts.ForgiveAsync(scope, attempt);
        await bound.GiveBackAsync(factor, subject);
    }

    /// <summary>The attempt was wrong; returns when it may be answered.</summary>
    public async Task FailAsync(HttpContext context, SignInFactor factor, string subject)
    {
        if (Current(context, factor, subject) is not { } attempt)
            return;

        await SettleFailureAsync(attempt);
        if (factor == SignInFactor.Password)
            times.Add(clock.GetElapsedTime(attempt.StartedAt));
        await WaitAsync(context, attempt, TimeSpan.Zero);
    }

    /// <summary>Nothing was compared, through no fault of whoever asked.</summary>
    public async Task CancelAsync(HttpContext context)
    {
        if (context.Features.Get<RegulatedAttempt>() is not { IsSettled: false } attempt)
            return;

        await GiveBackAsync(attempt);
        await bound.GiveBackAsync(attempt.Factor, attempt.Subject);
    }

    /// <summary>A ban counts whatever the mode is now; attempts are counted as the mode says.</summary>
    private async Task<bool> TakePlacesAsync(RegulatedAttempt attempt)
    {
        CountedScope[] scopes =
        [
            new(BanKind.Address, attempt.Address),
            new(BanKind.User, await names.OfAsync(attempt.Factor, attempt.Subject)),
        ];
        foreach (var scope in scopes)
        {
            if (!options.Value.Counts(scope.Kind))
            {
                if (await attempts.IsBannedAsync(scope))
                    return false;
            }
            else if (await TryTakePlaceAsync(scope, attempt))
            {
                attempt.Places.Add(scope);
            }
            else
            {
                return false;
            }
        }

        return await bound.TryTakeAsync(attempt.Factor, attempt.Subject);
    }

    /// <summary>
    /// A household signs in at the same moment: while others are being compared, the attempt waits for its turn.
    /// </summary>
    private async Task<bool> TryTakePlaceAsync(CountedScope scope, RegulatedAttempt attempt)
    {
        while (true)
        {
            var result = await attempts.TryTakeAsync(scope, attempt);
            if (result != PlaceResult.Full)
                return result == PlaceResult.Taken;
            if (clock.GetElapsedTime(attempt.StartedAt) > TurnLimit
                || !await waiting.TryWaitAsync(attempt.Address, TurnPause, CancellationToken.None))
            {
                return false;
            }
        }
    }

    private async Task SettleFailureAsync(RegulatedAttempt attempt)
    {
        if (attempt.IsSettled)
            return;

        attempt.IsSettled = true;
        metrics.Compared(attempt.Factor, isSuccess: false, clock.GetElapsedTime(attempt.StartedAt));
        foreach (var scope in attempt.Places)
        {
            if (await attempts.FailAsync(scope, attempt))
                await bans.StartAsync(scope, attempt);
        }
    }

    private async Task GiveBackAsync(RegulatedAttempt attempt)
    {
        attempt.IsSettled = true;
        foreach (var scope in attempt.Places)
            await attempts.GiveBackAsync(scope, attempt);
    }

    /// <summary>The delay depends on the address alone, so it tells nothing about the name.</summary>
    private async Task WaitAsync(HttpContext context, RegulatedAttempt attempt, TimeSpan least)
    {
        var failures = await attempts.CountFailureAsync(attempt.Address);
        var delay = FailureDelayOptions.Blur(options.Value.FailureDelay.Of(failures));
        var left = (delay > least ? delay : least) - clock.GetElapsedTime(attempt.StartedAt);
        await waiting.TryWaitAsync(attempt.Address, left, context.RequestAborted);
    }

    private static RegulatedAttempt? Current(HttpContext context, SignInFactor factor, string subject) =>
        context.Features.Get<RegulatedAttempt>() is { IsSettled: false } attempt && attempt.IsOf(factor, subject)
            ? attempt
            : null;
}
