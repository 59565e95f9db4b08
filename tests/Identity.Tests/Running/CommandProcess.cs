using System.Diagnostics;

namespace McpAspire.Identity.Tests.Running;

/// <summary>The real program with a command, beside a service that runs.</summary>
internal static class CommandProcess
{
    public static Task<CommandResult> RunAsync(IdentityHost host, params string[] args) =>
        RunAsync(
            new Dictionary<string, string>
            {
                ["ConnectionStrings__identity"] = $"Data Source={host.DatabaseFile}",
                ["ConnectionStrings__redis"] = host.Redis.ConnectionString,
                ["Identity__KeysDirectory"] = host.KeysDirectory,
            },
            args);

    public static async Task<CommandResult> RunAsync(Dictionary<string, string> environment, params string[] args)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(typeof(Program).Assembly.Location);
        foreach (var arg in args)
            start.ArgumentList.Add(arg);
        foreach (var (key, value) in environment)
            start.Environment[key] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new CommandResult(process.ExitCode, await output, await error);
    }
}
