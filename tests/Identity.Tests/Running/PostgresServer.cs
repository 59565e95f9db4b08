using System.Diagnostics;
using McpAspire.Shared;
using Npgsql;

namespace McpAspire.Identity.Tests.Running;

/// <summary>A real PostgreSQL on a free port, with data that lives as long as the server.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    private const string Debian = "/usr/lib/postgresql";
    private const string User = "identity";
    private const string Password = "only-for-tests";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("postgres-tests-");
    private readonly int _port = Ports.TakeFree();
    private Process? _process;

    public string ConnectionString =>
        $"Host=127.0.0.1;Port={_port};Database=postgres;Username={User};Password={Password};Maximum Pool Size=20";

    private string Data => Path.Combine(_directory.FullName, "data");

    /// <summary>Why there is none here, or null.</summary>
    public static string? Absence() =>
        Find("initdb") is null ? "PostgreSQL is not installed (apt-get install postgresql)." : null;

    public static async Task<PostgresServer> StartNewAsync()
    {
        var server = new PostgresServer();
        try
        {
            await server.StartAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            NpgsqlConnection.ClearAllPools();
            // The data is thrown away, so it need not be flushed; killed, it would leave shared memory behind.
            await RunAsync(AsOwner(Find("pg_ctl")!, "-D", Data, "-m", "immediate", "stop"));
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        _directory.Delete(recursive: true);
    }

    private async Task StartAsync()
    {
        var passwordFile = Path.Combine(_directory.FullName, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess)
            await RunAsync("chown", "--recursive", "postgres", _directory.FullName);
        await RunAsync(AsOwner(
            Find("initdb")!, "-D", Data, "-U", User, "-A", "scram-sha-256", "--pwfile", passwordFile, "-E", "UTF8",
            "--no-sync"));
        _process = Start(AsOwner(
            Find("postgres")!, "-D", Data, "-p", $"{_port}", "-h", "127.0.0.1", "-k", _directory.FullName,
            "-c", "fsync=off"));
        await Eventually.HoldsAsync(AnswersAsync, "PostgreSQL answers");
    }

    private async Task<bool> AnswersAsync()
    {
        try
        {
            await using var connection = new NpgsqlConnection(ConnectionString);
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    /// <summary>PostgreSQL refuses to run as root; its package brings a user for it.</summary>
    private static string[] AsOwner(params string[] command) =>
        Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--clear-groups", .. command] : command;

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{command[0]} ended with {process.ExitCode}.");
    }

    private static Process Start(params string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Debian keeps the programs of each version in a folder of its own, off the path.</summary>
    private static string? Find(string program)
    {
        var folders = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).Order().Reverse().Select(version => Path.Combine(version, "bin"))
            : [];
        return folders.Concat(Environment.GetEnvironmentVariable("PATH")?.Split(':') ?? [])
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }
}
