using System.CommandLine;
using McpAspire.Identity.Users.Accounts;

namespace McpAspire.Identity.Commands;

/// <summary><c>user …</c>: what the pages of administrators do, without a browser.</summary>
internal static class UserCommands
{
    public static Command Define(CommandRunner runner) => new("user", "Look after users")
    {
        Add(runner),
        List(runner),
        Show(runner),
        Change(runner, "disable", "End all sessions and grants of a user, who can no longer sign in", "disabled",
            (administration, id, cancellation) => administration.DisableAsync(id, actorId: null, cancellation)),
        Change(runner, "enable", "Let a disabled user sign in again", "enabled",
            (administration, id, cancellation) => administration.EnableAsync(id, actorId: null, cancellation)),
        UserCredentialCommands.ResetFactors(runner),
        UserCredentialCommands.ResetPassword(runner),
        UserGroupCommand.Define(runner),
        UserImportCommand.Define(runner),
        Delete(runner),
    };

    private static Command Add(CommandRunner runner)
    {
        var name = Name();
        var email = new Option<string?>("--email") { Description = "E-mail address" };
        var display = new Option<string?>("--display-name") { Description = "The name to show" };
        var groups = new Option<string[]>("--group")
        {
            Description = "A group of the user; may be given several times. Members of administrators see the pages",
            DefaultValueFactory = _ => [],
        };
        var ask = AskPassword();
        var command = new Command("add", "Add a user, and print a one-time password")
        {
            name, email, display, groups, ask,
        };
        runner.Handle(command, async scope =>
        {
            var made = await scope.Get<AccountAdministration>().CreateAsync(
                new NewAccount(scope.Value(name))
                {
                    Email = scope.Value(email),
                    DisplayName = scope.Value(display),
                    Groups = scope.Value(groups) ?? [],
                    Password = scope.Value(ask) ? scope.Passwords.Read() : null,
                },
                actorId: null,
                scope.Cancellation);
            Answer(scope, made, "added");
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var search = new Option<string?>("--search") { Description = "A part of the name or the e-mail address" };
        var command = new Command("list", "List users") { search };
        runner.Handle(command, async scope =>
        {
            var directory = scope.Get<AccountDirectory>();
            var all = new List<AccountSummary>();
            AccountPage page;
            var number = 0;
            do
            {
                page = await directory.ListAsync(scope.Value(search), number++, scope.Cancellation);
                all.AddRange(page.Accounts);
            }
            while (page.HasMore);

            scope.Terminal.ShowAll(all, CommandJson.Default.IReadOnlyListAccountSummary, Describe, "No user matches.");
        });
        return command;
    }

    private static Command Show(CommandRunner runner)
    {
        var name = Name();
        var command = new Command("show", "Show a user") { name };
        runner.Handle(command, async scope =>
        {
            var id = await FindAsync(scope, scope.Value(name));
            var found = await scope.Get<AccountDirectory>().FindAsync(id, scope.Cancellation)
                ?? throw new CommandException("The user was removed at this moment.");
            scope.Terminal.Show(found, CommandJson.Default.AccountOverview, user => $"{Describe(user.Summary)}\n"
                + $"  e-mail address    {user.Summary.Email ?? "none"}\n"
                + $"  password          {(user.PasswordIsOneTime ? "for one use, not used yet" : "chosen")}\n"
                + $"  second factors    {user.Authenticators} authenticator apps, {user.Passkeys} passkeys, "
                + $"{user.RecoveryCodes} unused recovery codes");
        });
        return command;
    }

    private static Command Delete(CommandRunner runner)
    {
        var name = Name();
        var yes = new Option<bool>("--yes") { Description = "Required, since there is no way back" };
        var command = new Command("delete", "Remove a user for good") { name, yes };
        runner.Handle(command, async scope =>
        {
            var id = await FindAsync(scope, scope.Value(name));
            if (!scope.Value(yes))
                throw new CommandException("There is no way back from this. Add --yes if you mean it.");
            Answer(
                scope,
                await scope.Get<AccountAdministration>().DeleteAsync(id, actorId: null, scope.Cancellation),
                "deleted");
        });
        return command;
    }

    private static Command Change(
        CommandRunner runner,
        string verb,
        string description,
        string done,
        Func<AccountAdministration, Guid, CancellationToken, Task<AccountChange>> changeAsync)
    {
        var name = Name();
        var command = new Command(verb, description) { name };
        runner.Handle(command, async scope =>
        {
            var id = await FindAsync(scope, scope.Value(name));
            Answer(scope, await changeAsync(scope.Get<AccountAdministration>(), id, scope.Cancellation), done);
        });
        return command;
    }

    public static Argument<string> Name() => new("NAME") { Description = "The name to sign in with" };

    public static Option<bool> AskPassword() => new("--ask-password")
    {
        Description = "Ask for a password to stay, or read it from the standard input, "
            + "instead of making one for one use",
    };

    public static async Task<Guid> FindAsync(CommandScope scope, string name) =>
        await scope.Get<AccountDirectory>().FindIdAsync(name, scope.Cancellation)
        ?? throw new CommandException($"There is no user '{AccountDetails.Shown(name)}'.");

    public static void Answer(CommandScope scope, AccountChange change, string done)
    {
        if (change.Account is not { } account)
            throw new CommandException(change.Problem ?? "It was refused.");

        scope.Terminal.Show(
            new UserAnswer(account.UserName ?? string.Empty, account.Id, done, change.OneTimePassword),
            CommandJson.Default.UserAnswer,
            answer => answer.OneTimePassword is null
                ? $"The user {answer.Name} was {answer.Done}."
                : $"The user {answer.Name} was {answer.Done}. One-time password, shown only here and only now:\n"
                    + answer.OneTimePassword);
    }

    private static string Describe(AccountSummary user) =>
        $"{user.Name,-24} {(user.DisabledAt is null ? "enabled " : "disabled")}  "
        + $"{(user.Groups.Count == 0 ? "-" : string.Join(',', user.Groups)),-24} "
        + Terminal.Printable(user.DisplayName);
}
