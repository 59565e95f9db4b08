using System.CommandLine;
using McpAspire.Identity.Clients.Administration;

namespace McpAspire.Identity.Commands;

/// <summary><c>client …</c>: the applications that may ask people for access.</summary>
internal static class ClientCommands
{
    public static Command Define(CommandRunner runner) => new("client", "Look after clients")
    {
        Add(runner),
        List(runner),
        Remove(runner),
    };

    private static Command Add(CommandRunner runner)
    {
        var name = new Argument<string>("NAME") { Description = "The name that people see" };
        var addresses = Several("--redirect-uri", "Where its answers go; without one it acts for itself");
        var scopes = Several("--scope", "All scopes that it may ask for (default: what people agree to)");
        var resources = Several("--resource", "All resources that its tokens may open (default: all)");
        var confidential = new Option<bool>("--confidential")
        {
            Description = "It can keep a secret, which is printed",
        };
        var keys = new Option<FileInfo?>("--jwks")
        {
            Description = "Its public keys, a JWK Set, instead of a secret", HelpName = "FILE",
        };
        var command = new Command("add", "Add a client, and print its id")
        {
            name, addresses, confidential, keys, scopes, resources,
        };
        runner.Handle(command, async scope =>
        {
            var file = scope.Value(keys);
            var uris = scope.Value(addresses) ?? [];
            var added = await scope.Get<ClientAdministration>().AddAsync(
                new NewClient(scope.Value(name))
                {
                    RedirectUris = uris,
                    // Without an address it acts for itself, which nobody can without a credential.
                    IsPublic = !scope.Value(confidential) && file is null && uris.Length > 0,
                    Jwks = file is null ? null : await File.ReadAllTextAsync(file.FullName, scope.Cancellation),
                    Scopes = scope.Value(scopes) ?? [],
                    Resources = scope.Value(resources) ?? [],
                },
                actorId: null,
                scope.Cancellation);
            if (added.Id is not { } id)
                throw new CommandException(string.Join(Environment.NewLine, added.Problems));

            scope.Terminal.Show(
                new ClientAnswer(id, "added", added.Secret), CommandJson.Default.ClientAnswer, Describe);
        });
        return command;
    }

    private static Command List(CommandRunner runner)
    {
        var command = new Command("list", "List clients");
        runner.Handle(command, async scope => scope.Terminal.ShowAll(
            await scope.Get<ClientAdministration>().ListAsync(scope.Cancellation),
            CommandJson.Default.IReadOnlyListClientInfo,
            client => $"{Terminal.Printable(client.Id),-24} {client.Origin,-14} "
                + $"{(client.IsPublic ? "public" : "confidential"),-13} {Terminal.Printable(client.Name)}",
            "There is no client yet."));
        return command;
    }

    private static Command Remove(CommandRunner runner)
    {
        var id = new Argument<string>("CLIENT-ID") { Description = "The id that list shows" };
        var command = new Command("remove", "Remove a client with everything that was granted to it") { id };
        runner.Handle(command, async scope =>
        {
            var done = await scope.Get<ClientAdministration>().RemoveAsync(
                scope.Value(id), actorId: null, scope.Cancellation);
            if (done == RemovedClient.Unknown)
                throw new CommandException("There is no such client. See client list.");
            if (done == RemovedClient.Configured)
                throw new CommandException("This client stands in the configuration. Remove it there.");

            scope.Terminal.Show(
                new ClientAnswer(scope.Value(id), "removed"), CommandJson.Default.ClientAnswer,
                _ => "The client was removed.");
        });
        return command;
    }

    private static Option<string[]> Several(string name, string description) => new(name)
    {
        Description = $"{description}; may be given several times", DefaultValueFactory = _ => [],
    };

    private static string Describe(ClientAnswer answer) =>
        $"The client was added.\n  id      {answer.ClientId}" + (answer.ClientSecret is null
            ? string.Empty
            : $"\n  secret  {answer.ClientSecret} (shown only here and only now)");
}
