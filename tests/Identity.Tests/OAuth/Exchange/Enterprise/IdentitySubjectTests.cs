using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;

/// <summary>Whose account an assertion opens, and whose not.</summary>
[Collection(ExchangeHost.Name)]
public sealed class IdentitySubjectTests(ExchangeHost exchanges)
{
    private readonly IdentityHost _host = exchanges.Host;

    [Fact]
    public async Task Disabled_account_is_refused()
    {
        var person = await _host.NewPersonAsync();
        Assert.Equal(HttpStatusCode.OK, (await BringAsync(Jag.Of(_host, person.Name))).Status);

        await Jag.ChangeAsync(_host, person.Name, account => account.DisabledAt = _host.Clock.GetUtcNow());

        await AssertNobodyAsync(Jag.Of(_host, person.Name));
    }

    [Fact]
    public async Task Unknown_person_is_refused_without_an_account_being_made()
    {
        await AssertNobodyAsync(Jag.Of(_host, "nobody-of-that-name"));
        await AssertNobodyAsync(Jag.Of(_host, "anybody").With("preferred_username", null));

        Assert.Null(await FindAsync("nobody-of-that-name"));
    }

    [Fact]
    public async Task Subject_is_remembered_whatever_it_is_called_later()
    {
        var person = await _host.NewPersonAsync();
        await BringAsync(Jag.Of(_host, person.Name));

        var answer = await BringAsync(Jag.Of(_host, person.Name).With("preferred_username", "renamed"));

        Assert.Equal(person.AccountId.ToString(), Subject(answer));
    }

    [Fact]
    public async Task Name_that_is_given_to_somebody_else_does_not_open_the_account()
    {
        var person = await _host.NewPersonAsync();
        await BringAsync(Jag.Of(_host, person.Name));

        await AssertNobodyAsync(Jag.Of(_host, person.Name).With("sub", "the-next-who-has-that-name"));
    }

    [Fact]
    public async Task Subject_of_another_issuer_that_collides_with_a_local_name_opens_nothing()
    {
        var person = await _host.NewPersonAsync();
        await BringAsync(Jag.Of(_host, person.Name));

        foreach (var subject in (string[])
            [person.Name, person.AccountId.ToString(), $"U-{person.Name}", "linked-person", "LINKED-SUBJECT"])
        {
            var draft = OfLinks(subject).With("preferred_username", person.Name);
            Assert.Equal("invalid_grant", (await BringAsync(draft, exchanges.LinkKey)).Error);
        }
    }

    [Fact]
    public async Task Linked_subject_opens_the_account_that_the_configuration_names()
    {
        var id = await Jag.ChangeAsync(_host, "linked-person", _ => { });

        var answer = await BringAsync(OfLinks("linked-subject"), exchanges.LinkKey);
        var elsewhere = await BringAsync(Jag.Of(_host, "somebody").With("sub", "linked-subject"));

        Assert.Equal(id.ToString(), Subject(answer));
        Assert.Equal("invalid_grant", elsewhere.Error);
    }

    [Theory]
    [InlineData("office")]
    [InlineData("HOME")]
    [InlineData(null)]
    public async Task Subject_of_another_tenant_is_refused(string? tenant)
    {
        await Jag.ChangeAsync(_host, "linked-person", _ => { });

        var answer = await BringAsync(OfLinks("linked-subject").With("tenant", tenant), exchanges.LinkKey);

        Assert.Equal("invalid_grant", answer.Error);
    }

    [Fact]
    public async Task Address_finds_the_account_unless_it_is_unverified_or_of_two()
    {
        var (one, another) = (await _host.NewPersonAsync(), await _host.NewPersonAsync());
        var address = $"{one.Name}@example.org";
        await Jag.ChangeAsync(_host, one.Name, account => SetAddress(account, address));

        foreach (var unverified in (JsonNode?[])[false, "false", "true", null, 1])
        {
            var refused = await BringAsync(WithVerified(OfMail("A", address), unverified), exchanges.MailKey);
            Assert.Equal("invalid_grant", refused.Error);
            Assert.DoesNotContain("error_uri", refused.Body, StringComparison.Ordinal);
        }

        var found = await BringAsync(OfMail("B", address.ToUpperInvariant()), exchanges.MailKey);
        await Jag.ChangeAsync(_host, another.Name, account => SetAddress(account, address));
        var ofTwo = await BringAsync(OfMail("C", address), exchanges.MailKey);

        Assert.Equal(one.AccountId.ToString(), Subject(found));
        Assert.Equal("invalid_grant", ofTwo.Error);
    }

    [Fact]
    public async Task Address_that_nobody_confirmed_finds_no_account()
    {
        var person = await _host.NewPersonAsync();
        var address = $"{person.Name}@example.org";
        await Jag.ChangeAsync(_host, person.Name, account => account.Email = address);

        var answer = await BringAsync(OfMail("E", address), exchanges.MailKey);

        Assert.NotEqual(person.AccountId.ToString(), Subject(answer));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(null, false)]
    public async Task New_account_keeps_an_address_that_the_issuer_vouches_for(bool? isVerified, bool isKept)
    {
        var address = $"vouched-{Guid.NewGuid():N}@example.org";

        Subject(await BringAsync(OfMail("F", address).With("email_verified", isVerified), exchanges.MailKey));

        var account = (await FindAsync(address))!;
        Assert.Equal((isKept ? address : null, isKept), (account.Email, account.EmailConfirmed));
    }

    [Fact]
    public async Task New_account_does_not_get_the_address_of_another()
    {
        var (owner, address) = (await _host.NewPersonAsync(), $"shared-{Guid.NewGuid():N}@example.org");
        await Jag.ChangeAsync(_host, owner.Name, account => account.Email = address);

        Subject(await BringAsync(OfMail("G", address).With("email_verified", true), exchanges.MailKey));

        Assert.Null((await FindAsync(address))!.Email);
    }

    [Fact]
    public async Task Database_that_refuses_is_no_refusal_of_the_person()
    {
        var address = $"refused-{Guid.NewGuid():N}@example.org";
        await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Database
            .ExecuteSqlRawAsync("CREATE TRIGGER refusing BEFORE INSERT ON Accounts "
                + "WHEN NEW.UserName LIKE 'refused-%' BEGIN SELECT RAISE(ABORT, 'refused'); END"));

        var answer = await BringAsync(OfMail("H", address), exchanges.MailKey);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
    }

    [Fact]
    public async Task Account_is_created_once_where_that_is_allowed_and_nobody_can_sign_in_with_it()
    {
        var address = $"new-{Guid.NewGuid():N}@example.org";

        var answers = await Task.WhenAll(Enumerable.Range(0, 4)
            .Select(_ => BringAsync(OfMail("new", address).With("sub", address), exchanges.MailKey)));

        Assert.All(answers, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        var account = await FindAsync(address);
        Assert.NotNull(account);
        Assert.All(answers, answer => Assert.Equal(account.Id.ToString(), Subject(answer)));
        Assert.Null(account.PasswordHash);
        var signIn = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = address, ["Password"] = string.Empty });
        Assert.NotEqual(HttpStatusCode.Redirect, signIn.Status);
    }

    [Fact]
    public async Task Account_of_a_name_that_is_taken_is_not_created()
    {
        // Their address is not on record, so that it does not find them.
        var name = $"taken-{Guid.NewGuid():N}@example.org";
        await Jag.ChangeAsync(_host, name, _ => { });

        Assert.Equal("invalid_grant", (await BringAsync(OfMail("D", name), exchanges.MailKey)).Error);
    }

    [Fact]
    public async Task Reason_is_recorded_and_not_told()
    {
        var person = await _host.NewPersonAsync();
        await Jag.ChangeAsync(_host, person.Name, account => account.DisabledAt = _host.Clock.GetUtcNow());

        var disabled = await BringAsync(Jag.Of(_host, person.Name));
        var unknown = await BringAsync(Jag.Of(_host, "nobody-at-all"));

        Assert.Equal(unknown.Body, disabled.Body);
        Assert.Contains(_host.Logs.Lines, line => line.Contains(
            $"the account is disabled ({ExchangeHost.Issuer})", StringComparison.Ordinal));
    }

    private TokenDraft OfLinks(string subject) =>
        Jag.Of(_host, "whoever", ExchangeHost.LinkIssuer).With("sub", subject).With("tenant", "home");

    private TokenDraft OfMail(string subject, string address) =>
        Jag.Of(_host, "whoever", exchanges.MailIssuer).With("sub", $"{subject}-{address}").With("email", address);

    private static TokenDraft WithVerified(TokenDraft draft, JsonNode? value)
    {
        draft.Claims["email_verified"] = value;
        return draft;
    }

    private static void SetAddress(Account account, string address) =>
        (account.Email, account.EmailConfirmed) = (address, true);

    private static string? Subject(Answer answer)
    {
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return Tokens.Of(answer).AccessClaims.GetProperty("sub").GetString();
    }

    private Task<Account?> FindAsync(string name) => _host.InDatabaseAsync(
        services => services.GetRequiredService<UserManager<Account>>().FindByNameAsync(name));

    private Task<Answer> BringAsync(TokenDraft draft, TokenKey? key = null) =>
        Jag.BringAsync(_host, draft.Sign(key ?? exchanges.Key));

    private async Task AssertNobodyAsync(TokenDraft draft) =>
        Assert.Equal("invalid_grant", (await BringAsync(draft)).Error);
}
