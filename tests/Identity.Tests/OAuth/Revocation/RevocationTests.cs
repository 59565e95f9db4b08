using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Tests.OAuth.Revocation;

/// <summary>What a client, an operator or the end of a client puts an end to, the gateway learns about.</summary>
public sealed class RevocationTests(GatewayHost gateway) : IClassFixture<GatewayHost>
{
    private const string Key = GatewayHost.Key;

    private readonly IdentityHost _host = gateway.Host;

    [Fact]
    public async Task Refresh_token_revoked_ends_the_whole_login_and_no_other()
    {
        var (client, laptop) = await ConnectAsync();
        var phone = await client.ConnectAsync(await (await _host.NewPersonAsync()).SignInAsync());

        var answer = await client.RevokeAsync(laptop.Refresh!);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(laptop.Refresh!)).Error);
        Assert.Contains(EntryOf(laptop), await RevokedAsync());
        Assert.DoesNotContain(EntryOf(phone), await RevokedAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(phone.Refresh!)).Status);
    }

    [Fact]
    public async Task Spent_refresh_token_revoked_ends_its_successors()
    {
        var (client, first) = await ConnectAsync();
        var second = Tokens.Of(await client.RefreshAsync(first.Refresh!));

        await client.RevokeAsync(first.Refresh!);

        Assert.Equal("invalid_grant", (await client.RefreshAsync(second.Refresh!)).Error);
        Assert.Contains(EntryOf(second), await RevokedAsync());
    }

    [Fact]
    public async Task Access_token_revoked_ends_that_one_alone()
    {
        var (client, first) = await ConnectAsync();
        var second = Tokens.Of(await client.RefreshAsync(first.Refresh!));

        await client.RevokeAsync(second.Access);

        Assert.Contains(EntryOf(second), await RevokedAsync());
        Assert.DoesNotContain(EntryOf(first), await RevokedAsync());
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(second.Refresh!)).Status);
    }

    [Fact]
    public async Task Token_of_another_client_is_not_revoked_and_the_caller_is_told()
    {
        var (_, tokens) = await ConnectAsync();
        var stranger = await Client.RegisterAsync(_host);

        foreach (var token in (string[])[tokens.Refresh!, tokens.Access])
        {
            var answer = await stranger.RevokeAsync(token);
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Equal("invalid_grant", answer.Error);
        }

        Assert.DoesNotContain(EntryOf(tokens), await RevokedAsync());
    }

    [Fact]
    public async Task Unknown_token_is_as_good_as_revoked() =>
        Assert.Equal(HttpStatusCode.OK, (await (await Client.RegisterAsync(_host)).RevokeAsync("unknown")).Status);

    [Fact]
    public async Task Reused_refresh_token_takes_the_access_tokens_of_the_login_along()
    {
        var (client, first) = await ConnectAsync();
        var second = Tokens.Of(await client.RefreshAsync(first.Refresh!));

        _host.Clock.Advance(TimeSpan.FromSeconds(11));
        await client.RefreshAsync(first.Refresh!);

        Assert.Contains(EntryOf(first), await RevokedAsync());
        Assert.Contains(EntryOf(second), await RevokedAsync());
    }

    [Fact]
    public async Task Everyone_signed_out_is_on_the_list()
    {
        var (_, tokens) = await ConnectAsync();
        using var client = _host.NewOperatorClient();

        await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/operator/sessions/sign-out-everyone"));

        Assert.Contains(EntryOf(tokens), await RevokedAsync());
    }

    [Fact]
    public async Task Removed_client_is_on_the_list()
    {
        var (client, tokens) = await ConnectAsync();

        await _host.InDatabaseAsync(async services =>
        {
            var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
            await clients.DeleteAsync((await clients.FindByClientIdAsync(client.Id))!);
            return true;
        });

        Assert.Contains(EntryOf(tokens), await RevokedAsync());
    }

    [Fact]
    public async Task Authorization_revoked_by_itself_puts_its_tokens_on_the_list_until_they_expire()
    {
        var (_, tokens) = await ConnectAsync();
        await _host.InDatabaseAsync(async services =>
        {
            var authorizations = services.GetRequiredService<IOpenIddictAuthorizationManager>();
            var authorization = await authorizations.FindByIdAsync(
                tokens.AccessClaims.GetProperty("oi_au_id").GetString()!);
            return await authorizations.TryRevokeAsync(authorization!);
        });

        Assert.Contains(EntryOf(tokens), await RevokedAsync());
        _host.Clock.Advance(TimeSpan.FromMinutes(21));
        Assert.DoesNotContain(EntryOf(tokens), await RevokedAsync());
    }

    [Fact]
    public async Task List_that_did_not_change_is_not_sent_again()
    {
        var first = await AskAsync();
        var again = await AskAsync(tag: first.Header("ETag"));

        Assert.Equal(HttpStatusCode.NotModified, again.Status);
        Assert.Empty(again.Body);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-key-of-some-length")]
    [InlineData(Key + "x")]
    public async Task Forged_request_for_the_list_is_unauthorized(string? key)
    {
        var answer = await AskAsync(key);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.DoesNotContain("revoked", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_is_served_while_Redis_is_away()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var host = await IdentityHost.StartAsync(new()
        {
            Redis = redis,
            Extra = new Dictionary<string, string?> { ["Identity:Gateway:Key"] = Key },
        });

        await redis.StopAsync();
        using var client = host.NewClient();
        using var request = Request(Key, null);

        Assert.StartsWith("{\"revoked\":[],\"keys\":[\"", (await client.AskAsync(request)).Body, StringComparison.Ordinal);
    }

    internal static string EntryOf(Tokens tokens) => tokens.AccessClaims.GetProperty("oi_tkn_id").GetString()!;

    private async Task<(Client Client, Tokens Tokens)> ConnectAsync()
    {
        var client = await Client.RegisterAsync(_host);
        return (client, await client.ConnectAsync(await (await _host.NewPersonAsync()).SignInAsync()));
    }

    private async Task<string?[]> RevokedAsync() =>
        [.. (await AskAsync()).Json.GetProperty("revoked").EnumerateArray().Select(id => id.GetString())];

    private async Task<Answer> AskAsync(string? key = Key, string? tag = null)
    {
        using var client = _host.NewClient();
        using var request = Request(key, tag);
        return await client.AskAsync(request);
    }

    private static HttpRequestMessage Request(string? key, string? tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/connect/revocations");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        if (tag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        return request;
    }
}
