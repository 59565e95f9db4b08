using System.CommandLine;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Commands;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Commands;

/// <summary>How commands run, on services of which none runs by itself.</summary>
public sealed class CommandRunnerTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Command_that_records_more_than_the_log_holds_ends_and_all_is_written()
    {
        const int Count = 5000;
        var account = Guid.NewGuid();

        var code = await RunAsync(async (_, log) =>
        {
            for (var number = 0; number < Count; number++)
                await log.RecordAsync(new AuditEvent(AuditKind.AccountCreated) { AccountId = account });
        }).Within();

        Assert.Equal(0, code);
        Assert.Equal(Count, await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .AuditRecords.CountAsync(record => record.AccountId == account)));
    }

    [Fact]
    public async Task Reasons_of_a_refusal_stand_on_lines_of_their_own()
    {
        await using var error = new StringWriter();

        var code = await RunAsync(
            (_, _) => throw new CommandException($"first{Environment.NewLine}second \u001b[2J"), error);

        Assert.Equal(1, code);
        Assert.Equal(
            $"first{Environment.NewLine}second ?[2J{Environment.NewLine}", error.ToString());
    }

    private async Task<int> RunAsync(Func<CommandScope, AuditLog, Task> handleAsync, TextWriter? error = null)
    {
        var log = ActivatorUtilities.CreateInstance<AuditLog>(_host.Services);
        var runner = new CommandRunner
        {
            Services = new OwnLog(_host.Services, log),
            Passwords = new PasswordInput(TextReader.Null, ask: null),
        };
        var root = new RootCommand { runner.Json };
        runner.Handle(root, scope => handleAsync(scope, log));
        return await root.Parse([]).InvokeAsync(
            new InvocationConfiguration { Error = error ?? TextWriter.Null, EnableDefaultExceptionHandler = false },
            TestContext.Current.CancellationToken);
    }

    /// <summary>The services of the host, but with a log that the host does not write itself.</summary>
    private sealed class OwnLog(IServiceProvider services, AuditLog log) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType switch
        {
            _ when serviceType == typeof(AuditLog) => log,
            _ when serviceType == typeof(AuditDrain) =>
                ActivatorUtilities.CreateInstance<AuditDrain>(services, log),
            _ => services.GetService(serviceType),
        };
    }
}
