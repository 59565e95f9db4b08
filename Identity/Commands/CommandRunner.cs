using System.CommandLine;
using System.Data.Common;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Startup;
using McpAspire.Identity.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

namespace McpAspire.Identity.Commands;

/// <summary>Runs commands on the services, and tells in a sentence why one could not be done.</summary>
internal sealed class CommandRunner
{
    private const int Done = 0;
    private const int Refused = 1;

    public IServiceProvider? Services { get; set; }

    /// <summary>Where passwords come from; a person at a terminal is asked.</summary>
    public PasswordInput? Passwords { get; set; }

    public Option<bool> Json { get; } = new("--json") { Description = "Answer in JSON, for scripts", Recursive = true };

    public void Handle(Command command, Func<CommandScope, Task> handleAsync, bool needsRedis = false) =>
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed, handleAsync, needsRedis, cancellationToken));

    private async Task<int> RunAsync(
        ParseResult parsed, Func<CommandScope, Task> handleAsync, bool needsRedis, CancellationToken cancellationToken)
    {
        var (services, passwords) = (Services, Passwords);
        if (services is null || passwords is null)
            throw new InvalidOperationException("The command has nothing to run on.");

        // Meanwhile, since the log takes only so many records before it lets whoever records wait.
        using var done = new CancellationTokenSource();
        var writing = services.GetRequiredService<AuditDrain>().RunAsync(done.Token);
        var (code, lost) = (Refused, 0);
        try
        {
            code = await TryAsync();
        }
        finally
        {
            await done.CancelAsync();
            lost = await writing;
        }

        if (lost == 0)
            return code;
        await parsed.InvocationConfiguration.Error.WriteLineAsync($"{lost} events are not in the audit trail.");
        return Refused;

        async Task<int> TryAsync()
        {
            try
            {
                await using var scope = services.CreateAsyncScope();
                await CheckAsync(scope.ServiceProvider, needsRedis, cancellationToken);
                await handleAsync(new CommandScope(
                    scope.ServiceProvider, parsed, Terminal.Of(parsed, Json), passwords, cancellationToken));
                return Done;
            }
            catch (Exception exception) when (SentenceOf(exception) is { } sentence)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(Terminal.PrintableLines(sentence));
                return Refused;
            }
        }
    }

    /// <summary>
    /// The schema is the service's: a command of another version must not change it beneath one that runs.
    /// </summary>
    private static async Task CheckAsync(
        IServiceProvider services, bool needsRedis, CancellationToken cancellationToken)
    {
        var options = services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
        if (options.Provider is DatabaseProvider.Sqlite)
        {
            var file = Path.GetFullPath(new SqliteConnectionStringBuilder(options.Identity).DataSource);
            if (!File.Exists(file))
            {
                throw new CommandException($"There is no database at {file}. "
                    + "Start the service first, or name its data folder with --data.");
            }
        }

        var database = services.GetRequiredService<IdentityDatabase>();
        if ((await database.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
            throw new CommandException("The database is of an older version. Start the service once, then try again.");
        // A wrong folder would otherwise get a key that opens nothing.
        var keys = services.GetRequiredService<IOptions<KeyOptions>>().Value.KeysDirectory;
        if (!File.Exists(Path.Combine(keys ?? string.Empty, MasterKey.File)))
        {
            throw new CommandException(
                $"There is no {MasterKey.File} at {keys}. Set Identity__KeysDirectory as the service has it.");
        }

        if (needsRedis && !services.GetRequiredService<IConnectionMultiplexer>().IsConnected)
        {
            throw new CommandException("Redis is out of reach, where this is kept. Set ConnectionStrings__redis as the "
                + "service has it. ./run makes up a password at each start: use the page of the service there.");
        }
    }

    private static string? SentenceOf(Exception exception) => exception switch
    {
        CommandException or StartupException or UnopenedKeyException => exception.Message,
        OptionsValidationException invalid => string.Join(Environment.NewLine, invalid.Failures),
        DbException failed => $"The database cannot be used: {failed.Message}",
        DbUpdateException { InnerException: DbException failed } => $"The database refused: {failed.Message}",
        RedisException or RedisTimeoutException => "Redis is out of reach.",
        InvalidOperationException { InnerException: DbException failed } =>
            $"The database cannot be used: {failed.Message}",
        IOException or UnauthorizedAccessException => exception.Message,
        OperationCanceledException => "Stopped.",
        _ => null,
    };
}
