using System.CommandLine;
using McpAspire.Identity.Keys;

namespace McpAspire.Identity.Commands;

/// <summary>
/// <c>keys …</c>: what tokens are signed and encrypted with. A running service takes new ones up by itself.
/// </summary>
internal static class KeyCommands
{
    public static Command Define(CommandRunner runner) => new("keys", "Look at the keys of tokens and rotate them")
    {
        List(runner),
        Rotate(runner),
    };

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List the keys, never the keys themselves");
        runner.Handle(command, async scope =>
        {
            var now = scope.Get<TimeProvider>().GetUtcNow();
            var keys = await scope.Get<KeyRotation>().ListAsync(scope.Cancellation);
            scope.Terminal.ShowAll(
                [.. keys.Select(TokenKeyInfo.Of)], CommandJson.Default.IReadOnlyListTokenKeyInfo,
                key => Describe(key, now), "There is no key yet. Start the service first.");
        });
        return command;
    }

    private static Command Rotate(CommandRunner runner)
    {
        var publish = new Option<TimeSpan?>("--publish-before")
        {
            Description = "How long the new key is known before it signs (default: as configured)",
            HelpName = "HH:MM:SS",
        };
        var stolen = new Option<bool>("--stolen")
        {
            Description = "Somebody has got a key: use new ones at once and drop all others with every token they made",
        };
        var command = new Command("rotate", "Make new keys, which are published first and used later")
        {
            publish, stolen,
        };
        command.Validators.Add(result =>
        {
            if (KeyRotationOptions.ProblemOf(result.GetValue(publish)) is { } problem)
                result.AddError(problem);
            if (result.GetValue(stolen) && result.GetValue(publish) is not null)
                result.AddError("With --stolen the new keys are used at once, so --publish-before says nothing.");
        });
        runner.Handle(command, async scope =>
        {
            var rotation = scope.Get<KeyRotation>();
            var made = scope.Value(stolen)
                ? await rotation.ReplaceAsync(scope.Cancellation)
                : await rotation.RotateAsync(scope.Value(publish), scope.Cancellation);
            scope.Terminal.Show(
                TokenKeyInfo.Of(made), CommandJson.Default.TokenKeyInfo,
                key => $"The key {key.Id} signs from {key.ActiveAt:u} on.");
        });
        return command;
    }

    private static string Describe(TokenKeyInfo key, DateTimeOffset now)
    {
        var state = key switch
        {
            { RetiredAt: { } end } when end <= now => "retired",
            { ActiveAt: var start } when start > now => "published",
            _ => "in use",
        };
        return $"{key.Use,-10} {key.Id,-64} {state,-9} from {key.ActiveAt:u}"
            + (key.RetiredAt is { } until ? $" until {until:u}" : string.Empty);
    }
}
