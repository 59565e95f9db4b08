using McpAspire.Identity.Users;

namespace McpAspire.Identity.Commands;

/// <summary>
/// Where a command gets a password from: the standard input, or a person who is asked. Never an argument, which every
/// process of the machine could read and the shell would remember.
/// </summary>
internal sealed class PasswordInput(TextReader input, Func<string, string>? ask)
{
    public static PasswordInput OfConsole() =>
        Console.IsInputRedirected ? new(Console.In, ask: null) : new(Console.In, Ask);

    public string Read()
    {
        if (ask is null)
        {
            return input.ReadLine() is { Length: > 0 } line
                ? line
                : throw new CommandException("There is no password on the standard input. Write it there as one line.");
        }

        var password = ask("New password: ");
        return ask("Once more: ") == password
            ? password
            : throw new CommandException("The two passwords are not the same.");
    }

    /// <summary>Shows nothing of what is typed.</summary>
    private static string Ask(string question)
    {
        Console.Error.Write(question);
        var typed = new List<char>();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
                typed.RemoveRange(Math.Max(0, typed.Count - 1), Math.Min(1, typed.Count));
            else if (!char.IsControl(key.KeyChar) && typed.Count < PasswordOptions.MaxLength)
                typed.Add(key.KeyChar);
        }

        Console.Error.WriteLine();
        return new string([.. typed]);
    }
}
