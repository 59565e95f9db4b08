using System.Text.Json;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>Which scope tells a client what about a person.</summary>
public sealed class ScopeTests(SharedIdentity identity)
{
    private const string Password = "seven purple elephants";

    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("openid groups", "groups")]
    [InlineData("openid profile", "groups", "name", "preferred_username")]
    [InlineData("openid email", "email", "email_verified")]
    [InlineData("openid")]
    public async Task Scope_tells_what_it_says_in_the_id_token_and_at_userinfo(string scope, params string[] expected)
    {
        var person = await _host.NewPersonAsync("family");
        await DescribeAsync(person.AccountId, "Ann", $"{person.Name}@example.org");
        var client = await Client.RegisterAsync(_host);

        var tokens = await client.ConnectAsync(await person.SignInAsync(), new() { ["scope"] = scope });
        var told = (await client.UserInfoAsync(tokens.Access)).Json;

        Assert.Equal(expected, Personal(tokens.IdClaims));
        Assert.Equal(expected, Personal(told));
        Assert.Equal(expected.Contains("groups") ? "family" : null, FirstGroup(tokens.IdClaims));
    }

    [Fact]
    public async Task Access_token_holds_the_groups_for_the_gateway_and_nothing_personal()
    {
        var person = await _host.NewPersonAsync("family");
        await DescribeAsync(person.AccountId, "Ann", $"{person.Name}@example.org");
        var client = await Client.RegisterAsync(_host);

        var tokens = await client.ConnectAsync(
            await person.SignInAsync(), new() { ["scope"] = "openid profile email groups mcp" });

        Assert.Equal(["groups"], Personal(tokens.AccessClaims));
    }

    [Fact]
    public async Task Changed_groups_stand_in_the_next_token_and_at_userinfo_at_once()
    {
        var person = await _host.NewPersonAsync("family");
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(
            await person.SignInAsync(), new() { ["scope"] = "openid groups offline_access" });

        await AccountsOf.SetGroupsAsync(_host, person.AccountId, "ops");
        var told = (await client.UserInfoAsync(tokens.Access)).Json;
        var refreshed = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));

        Assert.Equal("ops", FirstGroup(told));
        Assert.Equal("ops", FirstGroup(refreshed.AccessClaims));
    }

    [Fact]
    public async Task Address_that_an_administrator_wrote_counts_as_verified()
    {
        var name = $"mail-{Guid.NewGuid():N}";
        await _host.InDatabaseAsync(services => services.GetRequiredService<AccountAdministration>().CreateAsync(
            new NewAccount(name) { Email = $"{name}@example.org", Password = Password }, actorId: null, Cancellation));

        var account = await _host.InDatabaseAsync(async services =>
            await services.GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Identity.Users.Account>>()
                .FindByNameAsync(name));

        Assert.True(account!.EmailConfirmed);
    }

    private Task DescribeAsync(Guid id, string displayName, string email) => _host.InDatabaseAsync(async services =>
    {
        var accounts = services
            .GetRequiredService<Microsoft.AspNetCore.Identity.UserManager<Identity.Users.Account>>();
        var account = (await accounts.FindByIdAsync(id.ToString()))!;
        (account.DisplayName, account.Email) = (displayName, email);
        return await accounts.UpdateAsync(account);
    });

    private static IEnumerable<string> Personal(JsonElement claims) => claims.EnumerateObject()
        .Select(member => member.Name)
        .Where(name => name is "groups" or "name" or "preferred_username" or "email" or "email_verified")
        .Order(StringComparer.Ordinal);

    private static string? FirstGroup(JsonElement claims) =>
        claims.TryGetProperty("groups", out var groups) ? groups[0].GetString() : null;
}
