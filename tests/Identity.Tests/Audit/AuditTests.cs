using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Audit;

/// <summary>What the audit trail holds, and what it must not.</summary>
public sealed class AuditTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Sign_in_consent_and_tokens_are_recorded_with_account_and_client()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(_host);
        await client.ConnectAsync(session);
        await session.SubmitAsync("/sign-out", []);

        await Eventually.HoldsAsync(
            async () => (await RecordsAsync(_host)).Any(it => it.AccountId == person.AccountId
                && it.Kind == AuditKind.SignOut),
            "the sign-out is in the table");

        var records = (await RecordsAsync(_host)).Where(it => it.AccountId == person.AccountId).ToList();
        Assert.Contains(records, it => it is { Kind: AuditKind.SecondFactor, Succeeded: true, Method: "totp" });
        Assert.Contains(records, it => it is { Kind: AuditKind.SignIn, Succeeded: true, Method: "pwd otp" });
        Assert.Contains(records, it => it.Kind == AuditKind.TokenIssued && it.ClientId == client.Id);
        Assert.All(records, it => Assert.False(string.IsNullOrEmpty(it.Address)));
    }

    [Fact]
    public async Task Neither_table_nor_log_holds_a_password_a_code_or_a_token()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var browser = host.NewBrowser();
        const string Typo = "hunter2 typed into the wrong field";
        await browser.SubmitAsync("/sign-in", new() { ["Name"] = Typo, ["Password"] = "wrong-password-of-the-test" });
        var session = await person.SignInAsync(browser);
        var client = await Client.RegisterAsync(host);
        var tokens = await client.ConnectAsync(session);
        tokens = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));
        await client.RefreshAsync("an-invented-refresh-token");
        await Eventually.HoldsAsync(
            async () => (await RecordsAsync(host)).Count(it => it.Kind == AuditKind.TokenIssued) >= 2,
            "the tokens are in the table");

        var texts = (await RecordsAsync(host))
            .SelectMany(it => new[] { it.Detail, it.Method, it.ClientId, it.Address })
            .Concat(host.Logs.Lines)
            .ToList();

        string[] secrets =
        [
            Typo, "wrong-password-of-the-test", person.Password, person.Code(), tokens.Access, tokens.Refresh!,
            tokens.Access.Split('.')[2], .. session.Cookies.Values,
        ];
        foreach (var secret in secrets)
            Assert.DoesNotContain(texts, text => text?.Contains(secret, StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Record_written_right_before_the_end_is_in_the_table_after_it()
    {
        var directory = Directory.CreateTempSubdirectory("audit-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        var settings = new IdentityHostSettings { Directory = directory.FullName, Redis = redis };
        var account = Guid.NewGuid();
        await using (var host = await IdentityHost.StartAsync(settings))
        {
            var log = host.Services.GetRequiredService<AuditLog>();
            for (var number = 0; number < 500; number++)
                await log.RecordAsync(new AuditEvent(AuditKind.SignOut) { AccountId = account });
        }

        await using (var next = await IdentityHost.StartAsync(settings))
            Assert.Equal(500, (await RecordsAsync(next)).Count(it => it.AccountId == account));
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Records_past_their_time_are_deleted_at_the_next_start()
    {
        var directory = Directory.CreateTempSubdirectory("audit-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        var settings = new IdentityHostSettings { Directory = directory.FullName, Redis = redis };
        var (old, young) = (Guid.NewGuid(), Guid.NewGuid());
        await using (var host = await IdentityHost.StartAsync(settings))
        {
            await host.InDatabaseAsync(services =>
            {
                var database = services.GetRequiredService<IdentityDatabase>();
                database.AuditRecords.AddRange(Of(old, daysAgo: 91), Of(young, daysAgo: 89));
                return database.SaveChangesAsync();
            });

            AuditRecord Of(Guid account, int daysAgo) => new()
            {
                AccountId = account,
                At = host.Clock.GetUtcNow().AddDays(-daysAgo),
                Kind = AuditKind.SignIn,
                Succeeded = true,
            };
        }

        await using (var next = await IdentityHost.StartAsync(settings))
        {
            await Eventually.HoldsAsync(
                async () => (await RecordsAsync(next)).All(it => it.AccountId != old), "the old record is gone");
            Assert.Contains(await RecordsAsync(next), it => it.AccountId == young);
        }

        directory.Delete(recursive: true);
    }

    [Fact]
    public void Text_of_others_is_storable()
    {
        Assert.Equal("half a pair \ufffd", AuditText.Fit("half a pair \ud83d", AuditRecord.TextLength));
        Assert.Equal("\ufffd first, \ufffd within", AuditText.Fit("\udc00 first, \0 within", AuditRecord.TextLength));
        Assert.Equal("whole \ud83d\ude00", AuditText.Fit("whole \ud83d\ude00", AuditRecord.TextLength));
        Assert.Null(AuditText.Fit(null, AuditRecord.TextLength));
    }

    [Fact]
    public async Task Text_is_cut_before_a_pair_that_fits_by_half()
    {
        var account = Guid.NewGuid();
        var text = new string('x', AuditRecord.TextLength - 1);

        await _host.Services.GetRequiredService<AuditLog>().RecordAsync(
            new AuditEvent(AuditKind.SignOut) { AccountId = account, Detail = text + "\ud83d\ude00" });

        await Eventually.HoldsAsync(
            async () => (await RecordsAsync(_host)).Any(it => it.AccountId == account && it.Detail == text),
            "the record is in the table, without half a character");
    }

    [Fact]
    public async Task Record_that_the_database_refuses_costs_no_other()
    {
        await using var host = await IdentityHost.StartAsync();
        await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Database
            .ExecuteSqlRawAsync("CREATE TRIGGER refusing BEFORE INSERT ON AuditRecords "
                + "WHEN NEW.Method = 'refused' BEGIN SELECT RAISE(ABORT, 'refused'); END"));
        var log = host.Services.GetRequiredService<AuditLog>();
        var account = Guid.NewGuid();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => log.RecordAsync(
            new AuditEvent(AuditKind.SignOut) { AccountId = account, Method = number == 20 ? "refused" : "kept" })
            .AsTask()));

        await Eventually.HoldsAsync(
            async () => (await RecordsAsync(host)).Count(it => it.AccountId == account) == 49,
            "all but one are in the table");
        await Eventually.HoldsAsync(
            () => host.Logs.Lines.Any(line => line.Contains("1 audit records", StringComparison.Ordinal)),
            "the one is told of");
    }

    [Fact]
    public async Task Many_records_are_written_without_a_pause_between_full_batches()
    {
        var clock = new StoppedClock();
        var log = ActivatorUtilities.CreateInstance<AuditLog>(_host.Services);
        var account = Guid.NewGuid();
        for (var number = 0; number < 1000; number++)
            await log.RecordAsync(new AuditEvent(AuditKind.SignOut) { AccountId = account });
        var drain = ActivatorUtilities.CreateInstance<AuditDrain>(_host.Services, log, clock);
        using var done = new CancellationTokenSource();

        var running = drain.RunAsync(done.Token);

        await Eventually.HoldsAsync(
            async () => (await RecordsAsync(_host)).Count(it => it.AccountId == account) == 1000,
            "all are in the table although no time passes");
        await done.CancelAsync();
        Assert.Equal(0, await running.Within());
    }

    [Fact]
    public async Task Database_that_is_away_is_not_asked_about_every_record()
    {
        const int Count = 50;
        await using var host = await IdentityHost.StartAsync();
        var database = new LostDatabase(host.Services.GetRequiredService<IServiceScopeFactory>());
        var log = ActivatorUtilities.CreateInstance<AuditLog>(host.Services);
        for (var number = 0; number < Count; number++)
            await log.RecordAsync(new AuditEvent(AuditKind.SignOut));
        log.Complete();
        var drain = ActivatorUtilities.CreateInstance<AuditDrain>(host.Services, log, database);

        var lost = await drain.RunAsync(CancellationToken.None).Within();

        Assert.Equal(Count, lost);
        Assert.InRange(database.Asked, 1, 3);
        Assert.Single(
            host.Logs.Lines, line => line.Contains($"{Count} audit records", StringComparison.Ordinal));
    }

    private static Task<List<AuditRecord>> RecordsAsync(IdentityHost host) => host.InDatabaseAsync(services =>
        services.GetRequiredService<IdentityDatabase>().AuditRecords.AsNoTracking().ToListAsync());
}
