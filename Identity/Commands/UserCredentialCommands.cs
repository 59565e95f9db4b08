using System.CommandLine;
using McpAspire.Identity.Users.Accounts;

namespace McpAspire.Identity.Commands;

/// <summary>Commands for users who lost what they prove themselves by.</summary>
internal static class UserCredentialCommands
{
    public static Command ResetFactors(CommandRunner runner)
    {
        var name = UserCommands.Name();
        var all = new Option<bool>("--and-password")
        {
            Description = "Replace the password by a one-time password, too",
        };
        var command = new Command("reset-factor", "Remove every second factor of a user") { name, all };
        runner.Handle(command, async scope =>
        {
            var id = await UserCommands.FindAsync(scope, scope.Value(name));
            var credentials = scope.Get<AccountCredentials>();
            UserCommands.Answer(
                scope,
                scope.Value(all)
                    ? await credentials.ResetAsync(id, actorId: null, scope.Cancellation)
                    : await credentials.ResetFactorsAsync(id, actorId: null, scope.Cancellation),
                "reset");
        });
        return command;
    }

    public static Command ResetPassword(CommandRunner runner)
    {
        var name = UserCommands.Name();
        var ask = UserCommands.AskPassword();
        var command = new Command("reset-password", "Replace the password of a user, who keeps the factors")
        {
            name, ask,
        };
        runner.Handle(command, async scope =>
        {
            var id = await UserCommands.FindAsync(scope, scope.Value(name));
            var chosen = scope.Value(ask) ? scope.Passwords.Read() : null;
            UserCommands.Answer(
                scope,
                await scope.Get<AccountCredentials>().ResetPasswordAsync(id, chosen, actorId: null, scope.Cancellation),
                "given a new password");
        });
        return command;
    }
}
