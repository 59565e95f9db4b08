using System.CommandLine;
using System.CommandLine.Help;

namespace McpAspire.Identity.Commands;

/// <summary>
/// What the service is told where it is started with a command, such as <c>user add</c>: it does that and ends, without
/// listening. It is composed as the service is, so both do the same things in the same way.
/// </summary>
internal sealed class CommandLine
{
    private const int WrongUsage = 2;

    private readonly ParseResult _parsed;
    private readonly CommandRunner _runner = new();
    private readonly DataLocation _location = new();

    private CommandLine(string[] args)
    {
        IsGiven = args.Length > 0 && IsWord(args[0]);
        HostArguments = IsGiven ? [] : args;
        _parsed = Define().Parse(
            IsGiven ? args : [],
            // Otherwise "@name" would be taken for a file with arguments in it.
            new ParserConfiguration { ResponseFileTokenReplacer = null });
    }

    public bool IsGiven { get; }

    /// <summary>What configures the host: nothing of a command, whose options are not settings.</summary>
    public string[] HostArguments { get; }

    public static CommandLine Read(string[] args) => new(args);

    /// <summary>A command answers on the terminal, and works on the data that it is pointed to.</summary>
    public void Configure(WebApplicationBuilder builder)
    {
        if (!IsGiven)
            return;

        builder.Logging.ClearProviders();
        _location.Configure(builder.Configuration, _parsed);
    }

    public async Task<int> RunAsync(
        IServiceProvider services, InvocationConfiguration? invocation = null, PasswordInput? passwords = null)
    {
        invocation ??= new InvocationConfiguration();
        invocation.EnableDefaultExceptionHandler = false;
        if (_parsed.Errors.Count > 0 && _parsed.Action is not HelpAction)
        {
            foreach (var error in _parsed.Errors)
                await invocation.Error.WriteLineAsync(Terminal.Printable(error.Message));
            await invocation.Error.WriteLineAsync("Add --help to see how it is used.");
            return WrongUsage;
        }

        _runner.Services = services;
        _runner.Passwords = passwords ?? PasswordInput.OfConsole();
        return await _parsed.InvokeAsync(invocation);
    }

    /// <summary>Settings are written as --key=value, /key=value or key=value; a command begins with a word.</summary>
    private static bool IsWord(string argument) =>
        argument is "--help" or "-h" or "-?"
        || (argument.Length > 0 && char.IsAsciiLetter(argument[0])
            && !argument.Contains('=', StringComparison.Ordinal));

    private RootCommand Define()
    {
        var root = new RootCommand(
            "Administers the identity service of McpAspire. Without a command it starts. "
            + "Ends with 0 when it is done, 1 when it was refused, 2 when it was not understood.")
        {
            UserCommands.Define(_runner),
            ClientCommands.Define(_runner),
            KeyCommands.Define(_runner),
            BanCommands.Define(_runner),
            AuditCommands.Define(_runner),
        };
        root.Add(_location.Option);
        root.Add(_runner.Json);
        root.Directives.Clear();
        return root;
    }
}
