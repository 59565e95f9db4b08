using System.CommandLine;
using McpAspire.Identity.Regulation;

namespace McpAspire.Identity.Commands;

/// <summary><c>ban …</c>: who may not try to sign in for a while. Bans are kept in Redis.</summary>
internal static class BanCommands
{
    public static Command Define(CommandRunner runner) => new("ban", "Look at bans and lift them (needs Redis)")
    {
        List(runner),
        Lift(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List the bans that are in force");
        runner.Handle(
            command,
            async scope => scope.Terminal.ShowAll(
                await scope.Get<Bans>().ListAsync(scope.Cancellation),
                CommandJson.Default.IReadOnlyListBan,
                ban => $"{ban.Kind,-8} {Terminal.Printable(ban.Subject),-40} until {ban.Until:u}",
                "Nobody is banned."),
            needsRedis: true);
        return command;
    }

    private static Command Lift(CommandRunner runner)
    {
        var kind = new Argument<BanKind>("KIND") { Description = "What list shows first" };
        var subject = new Argument<string>("SUBJECT") { Description = "The address or name that list shows" };
        var command = new Command("lift", "Lift a ban") { kind, subject };
        runner.Handle(
            command,
            async scope =>
            {
                var (what, whom) = (scope.Value(kind), scope.Value(subject));
                if (!await scope.Get<Bans>().LiftAsync(what, whom, actorId: null, scope.Cancellation))
                    throw new CommandException("There is no such ban.");
                scope.Terminal.Show(
                    new BanAnswer(what, whom, "lifted"), CommandJson.Default.BanAnswer, _ => "The ban was lifted.");
            },
            needsRedis: true);
        return command;
    }
}
