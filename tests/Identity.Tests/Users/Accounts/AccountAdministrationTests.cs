using System.Net;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Reset;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using McpAspire.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Users.Accounts;

/// <summary>What may be done to accounts, whoever asks for it.</summary>
public sealed class AccountAdministrationTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_account_gets_a_password_for_one_use_and_its_groups()
    {
        var name = NewName();

        var made = await DoAsync(_host, it => it.CreateAsync(
            new(name) { DisplayName = "Ann", Email = $"{name}@example.org", Groups = ["Staff", "staff", "ops"] },
            actorId: null, Cancellation));
        var entered = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = name, ["Password"] = made.OneTimePassword! });

        Assert.Null(made.Problem);
        Assert.Equal("/sign-in/password", entered.Location);
        Assert.Equal(["ops", "staff"], (await FindAsync(made.Account!.Id))!.Summary.Groups);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("аdmin")]
    [InlineData("a<b>")]
    [InlineData("../../etc/passwd")]
    [InlineData("line\nbreak")]
    public async Task Names_that_could_pass_for_others_are_refused(string name)
    {
        var refused = await DoAsync(_host, it => it.CreateAsync(new(name), actorId: null, Cancellation));

        Assert.StartsWith("The user name", refused.Problem, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Problem!);
    }

    [Fact]
    public async Task Name_or_address_of_somebody_else_is_refused()
    {
        var name = NewName();
        var email = $"{name}@example.org";
        await DoAsync(_host, it => it.CreateAsync(new(name) { Email = email }, null, Cancellation));

        var (one, another) = (await _host.NewPersonAsync(), await _host.NewPersonAsync());
        var shared = $"shared-{email}";
        await _host.SetMailAsync(one, shared);
        await _host.SetMailAsync(another, shared);

        var ofTwo = await DoAsync(_host, it => it.CreateAsync(new(NewName()) { Email = shared }, null, Cancellation));
        var sameName = await DoAsync(_host, it => it.CreateAsync(new(name.ToUpperInvariant()), null, Cancellation));
        var sameEmail = await DoAsync(_host, it => it.CreateAsync(
            new(NewName()) { Email = email.ToUpperInvariant() }, null, Cancellation));

        Assert.Contains("already", ofTwo.Problem, StringComparison.Ordinal);
        Assert.Contains("already", sameName.Problem, StringComparison.Ordinal);
        Assert.Contains("already", sameEmail.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b.example\r\nBcc: all@example.org")]
    [InlineData("a@b.example,c@d.example")]
    [InlineData("Ann <a@b.example>")]
    public async Task Address_that_could_add_to_a_mail_is_refused(string email)
    {
        var refused = await DoAsync(_host, it => it.CreateAsync(new(NewName()) { Email = email }, null, Cancellation));

        Assert.EndsWith("is not an e-mail address.", refused.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disabled_account_keeps_no_session_and_no_refresh_token_and_cannot_sign_in()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(session);

        await DoAsync(_host, it => it.DisableAsync(person.AccountId, null, Cancellation));
        var page = await session.GetAsync("/");
        var refreshed = await client.RefreshAsync(tokens.Refresh!);
        var again = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = person.Password });

        Assert.Equal(HttpStatusCode.Redirect, page.Status);
        Assert.Equal("invalid_grant", refreshed.Error);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Empty(await _host.Services.GetRequiredService<SessionList>().OfAsync(person.AccountId, Cancellation));
    }

    [Fact]
    public async Task Enabled_account_signs_in_again_with_what_it_had()
    {
        var person = await _host.NewPersonAsync();
        await DoAsync(_host, it => it.DisableAsync(person.AccountId, null, Cancellation));

        await DoAsync(_host, it => it.EnableAsync(person.AccountId, null, Cancellation));

        Assert.Equal(HttpStatusCode.OK, (await (await person.SignInAsync()).GetAsync("/")).Status);
    }

    [Fact]
    public async Task Reset_takes_the_factors_and_the_old_password()
    {
        var person = await _host.NewPersonAsync();

        var reset = await _host.InDatabaseAsync(services =>
            services.GetRequiredService<AccountCredentials>().ResetAsync(person.AccountId, null, Cancellation));
        var old = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = person.Password });
        var entered = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = reset.OneTimePassword! });

        Assert.Equal(HttpStatusCode.OK, old.Status);
        Assert.Equal("/sign-in/password", entered.Location);
        Assert.Equal(0, (await FindAsync(person.AccountId))!.Authenticators);
    }

    [Fact]
    public async Task Deleted_account_is_gone_with_its_session_and_its_tokens()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(session);

        await DoAsync(_host, it => it.DeleteAsync(person.AccountId, null, Cancellation));

        Assert.Null(await FindAsync(person.AccountId));
        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Fact]
    public async Task Last_administrator_can_neither_be_disabled_nor_deleted_nor_lose_the_group()
    {
        await using var host = await IdentityHost.StartAsync();
        var administrator = await host.NewAdministratorAsync();

        var disabled = await DoAsync(host, it => it.DisableAsync(administrator.AccountId, null, Cancellation));
        var deleted = await DoAsync(host, it => it.DeleteAsync(administrator.AccountId, null, Cancellation));
        var demoted = await DoAsync(
            host, it => it.SetGroupsAsync(administrator.AccountId, ["staff"], null, Cancellation));

        Assert.All([disabled, deleted, demoted], done => Assert.Equal(AdministratorGuard.Problem, done.Problem));
        Assert.Equal(1, await EnabledAdministratorsAsync(host));
    }

    [Fact]
    public async Task Disabled_administrator_does_not_count_as_one()
    {
        await using var host = await IdentityHost.StartAsync();
        var first = await host.NewAdministratorAsync();
        var second = await host.NewPersonAsync(Group.Administrators);
        await DoAsync(host, it => it.DisableAsync(second.AccountId, null, Cancellation));

        var refused = await DoAsync(host, it => it.DeleteAsync(first.AccountId, null, Cancellation));

        Assert.Equal(AdministratorGuard.Problem, refused.Problem);
    }

    [Fact]
    public async Task Two_administrators_who_remove_each_other_at_once_leave_one()
    {
        await using var host = await IdentityHost.StartAsync();
        var first = (await host.NewAdministratorAsync()).AccountId;

        for (var round = 0; round < 6; round++)
        {
            var second = (await host.NewPersonAsync(Group.Administrators)).AccountId;

            var done = await Task.WhenAll(
                Task.Run(() => RemoveAsync(host, round, first, actor: second)),
                Task.Run(() => RemoveAsync(host, round, second, actor: first)));

            Assert.Single(done, change => change.Problem is null);
            Assert.Single(done, change => change.Problem == AdministratorGuard.Problem);
            Assert.Equal(1, await EnabledAdministratorsAsync(host));
            first = done[0].Problem is null ? second : first;
        }
    }

    [Fact]
    public async Task Changes_are_recorded_with_who_did_them()
    {
        var administrator = await _host.NewPersonAsync(Group.Administrators);
        var actor = administrator.AccountId;
        var made = await DoAsync(_host, it => it.CreateAsync(new(NewName()), actor, Cancellation));
        var id = made.Account!.Id;

        await DoAsync(_host, it => it.DisableAsync(id, actor, Cancellation));
        await DoAsync(_host, it => it.SetGroupsAsync(id, ["staff"], actor, Cancellation));
        await DoAsync(_host, it => it.DeleteAsync(id, actor, Cancellation));

        var records = new List<AuditRecord>();
        await Eventually.HoldsAsync(
            async () =>
            {
                records = await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                    .AuditRecords.Where(record => record.AccountId == id).OrderBy(record => record.Id)
                    .ToListAsync(Cancellation));
                return records.Count == 4;
            },
            "four records are written");
        Assert.Equal(
            [AuditKind.AccountCreated, AuditKind.AccountChanged, AuditKind.AccountChanged, AuditKind.AccountRemoved],
            records.Select(record => record.Kind));
        Assert.All(records, record => Assert.Equal(actor, record.ActorId));
        Assert.All(records, record => Assert.DoesNotContain(
            made.OneTimePassword!, record.Detail ?? string.Empty, StringComparison.Ordinal));
        Assert.DoesNotContain(
            _host.Logs.Lines, line => line.Contains(made.OneTimePassword!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_finds_by_name_address_and_display_name()
    {
        var name = NewName();
        await DoAsync(_host, it => it.CreateAsync(
            new(name) { DisplayName = $"Zed {name[5..]}", Email = $"mail-{name}@example.org" }, null, Cancellation));

        foreach (var text in (string[])[name.ToUpperInvariant(), $"mail-{name}", $"zed {name[5..]}"])
        {
            var found = await _host.InDatabaseAsync(services =>
                services.GetRequiredService<AccountDirectory>().ListAsync(text, 0, Cancellation));
            Assert.Equal(name, Assert.Single(found.Accounts).Name);
        }
    }

    private static Task<AccountChange> RemoveAsync(IdentityHost host, int round, Guid id, Guid actor) =>
        DoAsync(host, it => (round % 3) switch
        {
            0 => it.DisableAsync(id, actor, Cancellation),
            1 => it.SetGroupsAsync(id, [], actor, Cancellation),
            _ => it.DeleteAsync(id, actor, Cancellation),
        });

    private static Task<int> EnabledAdministratorsAsync(IdentityHost host) => host.InDatabaseAsync(async services =>
        (await services.GetRequiredService<UserManager<Account>>().GetUsersInRoleAsync(Group.Administrators))
            .Count(account => account.DisabledAt is null));

    private static Task<AccountChange> DoAsync(
        IdentityHost host, Func<AccountAdministration, Task<AccountChange>> change) =>
        host.InDatabaseAsync(services => change(services.GetRequiredService<AccountAdministration>()));

    private Task<AccountOverview?> FindAsync(Guid id) => _host.InDatabaseAsync(services =>
        services.GetRequiredService<AccountDirectory>().FindAsync(id, Cancellation));

    private static string NewName() => $"made-{Guid.NewGuid():N}";
}
