using System.CommandLine;
using McpAspire.Identity.Users.Accounts;

namespace McpAspire.Identity.Commands;

/// <summary><c>user groups</c>: shows the groups of a user, or replaces them.</summary>
internal static class UserGroupCommand
{
    public static Command Define(CommandRunner runner)
    {
        var name = UserCommands.Name();
        var groups = new Argument<string[]>("GROUP")
        {
            Description = "All groups that the user shall be in; without any they are shown",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var none = new Option<bool>("--none") { Description = "Take the user out of every group" };
        var command = new Command("groups", "Show the groups of a user, or replace them") { name, groups, none };
        command.Validators.Add(result =>
        {
            if (result.GetValue(none) && result.GetValue(groups) is { Length: > 0 })
                result.AddError("Give groups or --none, not both.");
        });
        runner.Handle(command, async scope =>
        {
            var id = await UserCommands.FindAsync(scope, scope.Value(name));
            var wanted = scope.Parsed.GetValue(groups) ?? [];
            if (wanted.Length == 0 && !scope.Value(none))
                await ShowAsync(scope, id);
            else
                await ReplaceAsync(scope, id, wanted);
        });
        return command;
    }

    private static async Task ShowAsync(CommandScope scope, Guid id)
    {
        var found = await scope.Get<AccountDirectory>().FindAsync(id, scope.Cancellation)
            ?? throw new CommandException(AccountAdministration.Gone);
        scope.Terminal.ShowAll(
            found.Summary.Groups, CommandJson.Default.IReadOnlyListString, group => group, "The user is in no group.");
    }

    private static async Task ReplaceAsync(CommandScope scope, Guid id, string[] wanted) => UserCommands.Answer(
        scope,
        await scope.Get<AccountAdministration>().SetGroupsAsync(id, wanted, actorId: null, scope.Cancellation),
        wanted.Length == 0 ? "taken out of every group" : $"put into {string.Join(", ", wanted)} and nothing else");
}
