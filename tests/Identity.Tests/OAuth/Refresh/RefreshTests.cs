using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Tests.OAuth.Refresh;

/// <summary>Refresh tokens rotate, and their reuse gives a thief away.</summary>
public sealed class RefreshTests(SharedIdentity identity)
{
    private static readonly TimeSpan BeyondRetryWindow = TimeSpan.FromSeconds(11);

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Refresh_gives_a_new_token_and_keeps_audience_and_scope()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var first = await client.ConnectAsync(await person.SignInAsync(), null, $"{IdentityHost.Mcp}/a");

        var second = Tokens.Of(await client.RefreshAsync(first.Refresh!));
        var third = Tokens.Of(await client.RefreshAsync(second.Refresh!));

        Assert.NotEqual(first.Refresh, second.Refresh);
        Assert.NotEqual(second.Refresh, third.Refresh);
        Assert.Equal([$"{IdentityHost.Mcp}/a"], third.Audiences);
        Assert.Equal(first.Scope, third.Scope);
    }

    [Fact]
    public async Task Five_refreshes_at_once_give_the_same_tokens_to_all_and_leave_their_login_alive()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(await person.SignInAsync());

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => client.RefreshAsync(tokens.Refresh!)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        var body = Assert.Single(answers.Select(answer => answer.Body).Distinct());
        Assert.Equal(1, await RedeemableAsync(tokens));
        Assert.NotEqual(tokens.Refresh, Tokens.Of(answers[0]).Refresh);
        Assert.NotEmpty(body);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(Tokens.Of(answers[0]).Refresh!)).Status);
    }

    [Fact]
    public async Task Narrowed_access_token_leaves_the_grant_as_wide_as_it_was()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        string a = $"{IdentityHost.Mcp}/a", b = $"{IdentityHost.Mcp}/b";
        var first = await client.ConnectAsync(await person.SignInAsync(), null, a, b);

        var narrow = Tokens.Of(await client.RefreshAsync(first.Refresh!, null, a));
        var other = Tokens.Of(await client.RefreshAsync(narrow.Refresh!, null, b));
        var wide = Tokens.Of(await client.RefreshAsync(other.Refresh!));
        var wider = await client.RefreshAsync(wide.Refresh!, null, a, $"{IdentityHost.Mcp}/c");

        Assert.Equal([a], narrow.Audiences);
        Assert.Equal([b], other.Audiences);
        Assert.Equal([a, b], wide.Audiences);
        Assert.Equal("invalid_target", wider.Error);
    }

    [Fact]
    public async Task Refresh_with_a_widened_scope_is_refused_and_the_narrowed_one_can_be_widened_back()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var first = await client.ConnectAsync(await person.SignInAsync(), new() { ["scope"] = "mcp openid" });

        var widened = await client.RefreshAsync(first.Refresh!, new() { ["scope"] = "mcp openid profile" });
        var narrow = Tokens.Of(await client.RefreshAsync(first.Refresh!, new() { ["scope"] = "mcp" }));
        var back = Tokens.Of(await client.RefreshAsync(narrow.Refresh!, new() { ["scope"] = "mcp openid" }));

        Assert.Equal("invalid_scope", widened.Error);
        Assert.DoesNotContain("openid", narrow.AccessClaims.GetProperty("scope").GetString(), StringComparison.Ordinal);
        Assert.Contains("openid", back.AccessClaims.GetProperty("scope").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refresh_token_of_another_client_is_refused_and_stays_good()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var thief = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(await person.SignInAsync());

        var stolen = await thief.RefreshAsync(tokens.Refresh!);
        var own = await client.RefreshAsync(tokens.Refresh!);

        Assert.Equal("invalid_grant", stolen.Error);
        Assert.Equal(HttpStatusCode.OK, own.Status);
    }

    [Fact]
    public async Task Reuse_beyond_the_retry_window_revokes_that_login()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var client = await Client.RegisterAsync(host);
        var first = await client.ConnectAsync(await person.SignInAsync());
        var second = Tokens.Of(await client.RefreshAsync(first.Refresh!));

        host.Clock.Advance(BeyondRetryWindow);
        var reuse = await client.RefreshAsync(first.Refresh!);

        Assert.Equal("invalid_grant", reuse.Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(second.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.UserInfoAsync(second.Access)).Status);
    }

    [Fact]
    public async Task Reuse_in_one_login_leaves_another_login_of_the_same_person_and_client_alive()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var client = await Client.RegisterAsync(host);
        var laptop = await client.ConnectAsync(await person.SignInAsync());
        var phone = await client.ConnectAsync(await person.SignInAsync());
        await client.RefreshAsync(laptop.Refresh!);

        host.Clock.Advance(BeyondRetryWindow);
        await client.RefreshAsync(laptop.Refresh!);

        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(phone.Refresh!)).Status);
    }

    [Fact]
    public async Task Refresh_is_refused_once_the_account_was_reset_or_is_gone()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync("administrators");
        var client = await Client.RegisterAsync(host);
        var tokens = await client.ConnectAsync(await person.SignInAsync());

        await host.SetStampAsync(person.AccountId);

        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Fact]
    public async Task Revoked_token_cannot_be_refreshed()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(await person.SignInAsync());

        var revoked = await client.RevokeAsync(tokens.Refresh!);

        Assert.Equal(HttpStatusCode.OK, revoked.Status);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
    }

    /// <summary>How many refresh tokens of that login are still good.</summary>
    private Task<int> RedeemableAsync(Tokens tokens) => _host.InDatabaseAsync(services =>
    {
        var authorization = tokens.AccessClaims.GetProperty("oi_au_id").GetString();
        return services.GetRequiredService<IdentityDatabase>().Set<OpenIddictEntityFrameworkCoreToken>()
            .CountAsync(token => token.Authorization!.Id == authorization
                && token.Type == TokenTypeIdentifiers.RefreshToken && token.Status == Statuses.Valid);
    });
}
