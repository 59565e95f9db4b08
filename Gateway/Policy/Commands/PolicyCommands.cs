using System.CommandLine;

namespace McpAspire.Gateway.Policy.Commands;

/// <summary><c>policy …</c>: look at rules before they count, and understand what they decided.</summary>
internal static class PolicyCommands
{
    public const int Good = 0;
    public const int Bad = 1;

    public static readonly Option<string?> File = new("--policy", "-p")
    {
        Description = "A file of rules; by default those of the gateway's own settings",
        Recursive = true,
    };

    public static Command Define()
    {
        var command = new Command("policy", "Check, explain, test and rehearse the rules of who may do what")
        {
            CheckCommand.Define(),
            LintCommand.Define(),
            ExplainCommand.Define(),
            TestCommand.Define(),
        };
        command.Add(File);
        return command;
    }

    /// <summary>Runs on rules that are right; tells what is wrong with others.</summary>
    public static void Handle(Command command, Func<LoadedPolicy, ParseResult, TextWriter, int> run) =>
        command.SetAction(parsed =>
        {
            var (output, errors) = (parsed.InvocationConfiguration.Output, parsed.InvocationConfiguration.Error);
            try
            {
                var policy = LoadedPolicy.Read(parsed.GetValue(File));
                if (policy.Rules is not null)
                    return run(policy, parsed, output);

                foreach (var problem in policy.Problems)
                    errors.WriteLine(problem);
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException
                or UnauthorizedAccessException or System.Text.Json.JsonException)
            {
                errors.WriteLine(exception.InnerException?.Message ?? exception.Message);
            }

            return Bad;
        });
}
