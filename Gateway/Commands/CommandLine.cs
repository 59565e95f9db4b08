using System.CommandLine;
using System.CommandLine.Help;
using McpAspire.Gateway.Policy.Commands;

namespace McpAspire.Gateway.Commands;

/// <summary>
/// What the gateway is told where it is started with a command, such as <c>policy check</c>: it does that and ends,
/// without listening.
/// </summary>
internal static class CommandLine
{
    private const int WrongUsage = 2;

    /// <summary>Settings are written as --key=value, /key=value or key=value; a command begins with a word.</summary>
    public static bool IsGiven(string[] args) =>
        args is [var first, ..]
        && (first is "--help" or "-h" or "-?"
            || (first.Length > 0 && char.IsAsciiLetter(first[0]) && !first.Contains('=', StringComparison.Ordinal)));

    public static int Run(string[] args, InvocationConfiguration? invocation = null)
    {
        invocation ??= new InvocationConfiguration();
        // Otherwise "@name" would be taken for a file with arguments in it.
        var parsed = Define().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count == 0 || parsed.Action is HelpAction)
            return parsed.Invoke(invocation);

        foreach (var error in parsed.Errors)
            invocation.Error.WriteLine(error.Message);
        invocation.Error.WriteLine("Add --help to see how it is used.");
        return WrongUsage;
    }

    private static RootCommand Define()
    {
        var root = new RootCommand(
            "The gateway of McpAspire. Without a command it starts. \"audit verify DIRECTORY\" proves an audit trail. "
            + "Ends with 0 when it is done, 1 when it was refused, 2 when it was not understood.")
        {
            PolicyCommands.Define(),
        };
        root.Directives.Clear();
        return root;
    }
}
