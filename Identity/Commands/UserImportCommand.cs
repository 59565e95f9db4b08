using System.CommandLine;
using McpAspire.Identity.Users.Import;

namespace McpAspire.Identity.Commands;

/// <summary><c>user import</c>: takes the users of Authelia over.</summary>
internal static class UserImportCommand
{
    public static Command Define(CommandRunner runner)
    {
        var file = new Argument<FileInfo>("FILE") { Description = "Authelia's users_database.yml" };
        var dry = new Option<bool>("--dry-run") { Description = "Tell what would happen, and change nothing" };
        var administrators = new Option<string?>("--administrators")
        {
            Description = "The group of the file whose members become administrators here (default: none)",
            HelpName = "GROUP",
        };
        var command = new Command("import", "Take the users of Authelia over, with their passwords and groups")
        {
            file, dry, administrators,
        };
        runner.Handle(command, async scope =>
        {
            var report = await scope.Get<UserImport>().RunAsync(
                await ReadAsync(scope.Value(file), scope.Cancellation),
                scope.Value(administrators),
                scope.Value(dry),
                scope.Cancellation);
            scope.Terminal.ShowAll(
                report, CommandJson.Default.IReadOnlyListImportedUser, Describe, "The file holds no user.");
            var refused = report.Count(user => user.Outcome == ImportOutcome.Refused);
            if (refused > 0)
                throw new CommandException($"{refused} of {report.Count} users were not taken.");
        });
        return command;
    }

    private static async Task<IReadOnlyList<FileUser>> ReadAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            await using var stream = file.OpenRead();
            return await UserFile.ReadAsync(stream, cancellationToken);
        }
        catch (UserFileException wrong)
        {
            throw new CommandException(wrong.Message);
        }
    }

    private static string Describe(ImportedUser user) => Terminal.Printable(
        $"{user.Name,-24} {user.Outcome.ToString().ToLowerInvariant(),-8} {string.Join("; ", user.Notes)}").TrimEnd();
}
