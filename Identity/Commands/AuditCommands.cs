using System.CommandLine;
using McpAspire.Identity.Audit;

namespace McpAspire.Identity.Commands;

/// <summary><c>audit …</c>: what happened.</summary>
internal static class AuditCommands
{
    private const int MaxShown = 10_000;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    public static Command Define(CommandRunner runner) => new("audit", "Read what happened")
    {
        Tail(runner),
    };

    private static Command Tail(CommandRunner runner)
    {
        var count = new Option<int>("--lines", "-n")
        {
            Description = "How many of the newest events", DefaultValueFactory = _ => 20,
        };
        count.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > MaxShown)
                result.AddError($"Give --lines a number from 1 to {MaxShown}.");
        });
        var kind = new Option<AuditKind?>("--kind") { Description = "Only events of this kind" };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on showing what happens, until Ctrl-C" };
        var command = new Command("tail", "Show the newest events, the oldest of them first") { count, kind, follow };
        runner.Handle(command, async scope =>
        {
            var filter = new AuditFilter { Kind = scope.Value(kind) };
            var last = await ShowAsync(scope, filter, scope.Value(count), "Nothing of that kind is recorded.");
            if (!scope.Value(follow))
                return;

            using var timer = new PeriodicTimer(Period, scope.Get<TimeProvider>());
            while (await timer.WaitForNextTickAsync(scope.Cancellation))
                last = await ShowAsync(scope, filter with { After = last }, MaxShown, none: null) ?? last;
        });
        return command;
    }

    /// <summary>The id of the last record that was shown.</summary>
    private static async Task<long?> ShowAsync(CommandScope scope, AuditFilter filter, int max, string? none)
    {
        var records = await scope.Get<AuditTrail>().ListAsync(filter, max, scope.Cancellation);
        records.Reverse();
        if (records.Count > 0 || none is not null)
            scope.Terminal.ShowAll(
                records, CommandJson.Default.IReadOnlyListAuditRecord, Describe, none ?? string.Empty);
        return records.Count > 0 ? records[^1].Id : null;
    }

    private static string Describe(AuditRecord record) => Terminal.Printable(string.Join(' ',
        ((string?[])
        [
            $"{record.At:u}",
            record.Succeeded ? "ok    " : "failed",
            $"{record.Kind}",
            record.AccountId is { } account ? $"user={account}" : null,
            record.ActorId is { } actor ? $"by={actor}" : null,
            record.ClientId is { } client ? $"client={client}" : null,
            record.Method is { } method ? $"method={method}" : null,
            record.Address is { } address ? $"from={address}" : null,
            record.Detail,
        ]).Where(part => !string.IsNullOrEmpty(part))));
}
