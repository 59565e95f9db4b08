using System.Net;
using McpAspire.Identity.Clients;
using McpAspire.Identity.Clients.Administration;
using McpAspire.Identity.Tests.Clients.Configured;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Clients.Administration;

/// <summary>Clients as administrators handle them.</summary>
[Collection(ConfiguredHost.Name)]
public sealed class ClientAdministrationTests(ConfiguredHost configured)
{
    private readonly IdentityHost _host = configured.Host;

    [Fact]
    public async Task List_tells_where_clients_come_from_and_when_they_were_used()
    {
        var registered = await Client.RegisterAsync(_host, name: "Zed");
        await registered.ConnectAsync(await (await _host.NewPersonAsync()).SignInAsync());
        var added = await AddAsync(new NewClient("Home") { RedirectUris = ["https://home.example/callback"] });

        var all = await OnAsync(clients => clients.ListAsync(CancellationToken.None));

        var zed = all.Single(client => client.Id == registered.Id);
        Assert.Equal((ClientOrigin.Registered, true), (zed.Origin, zed.IsPublic));
        Assert.InRange(zed.LastUsedAt!.Value, _host.Clock.GetUtcNow().AddMinutes(-1), _host.Clock.GetUtcNow());
        var home = all.Single(client => client.Id == added.Id);
        Assert.Equal((ClientOrigin.Administrator, false, null), (home.Origin, home.IsPublic, home.LastUsedAt));
        Assert.Equal(["https://home.example/callback"], home.RedirectUris);
        Assert.Equal(["authorization_code", "refresh_token"], home.Grants.Order());
        Assert.Equal(ClientOrigin.Configured, all.Single(client => client.Id == "robot").Origin);
    }

    [Fact]
    public async Task Added_client_works_with_the_secret_that_is_told_once()
    {
        var added = await AddAsync(new NewClient("Nightly") { Scopes = ["mcp"] });

        var answer = await SecretAsync(added.Id!, added.Secret!);

        Assert.Empty(added.Problems);
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.True(added.Secret!.Length >= 43);
    }

    [Theory]
    [InlineData("", "https://home.example/callback", "Name is missing")]
    [InlineData("Home", "http://home.example/callback", "RedirectUris holds 'http://home.example/callback'")]
    [InlineData("Home", "http://localhost:9091/callback", "must not lead to this service")]
    public async Task Client_that_cannot_be_is_refused_in_words(string name, string uri, string expected)
    {
        var added = await AddAsync(new NewClient(name) { RedirectUris = [uri] });

        Assert.Null(added.Id);
        Assert.Contains(expected, Assert.Single(added.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Removed_client_and_its_tokens_are_good_for_nothing()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(session);

        var removed = await OnAsync(it => it.RemoveAsync(client.Id, null, CancellationToken.None));
        var again = await OnAsync(it => it.RemoveAsync(client.Id, null, CancellationToken.None));

        Assert.Equal((RemovedClient.Removed, RemovedClient.Unknown), (removed, again));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.RefreshAsync(tokens.Refresh!)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.UserInfoAsync(tokens.Access)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await session.GetAsync(client.AuthorizeUrl(Pkce.Create()))).Status);
        Assert.DoesNotContain(
            await OnAsync(it => it.ListAsync(CancellationToken.None)), it => it.Id == client.Id);
    }

    [Theory]
    [InlineData("robot", "Configured")]
    [InlineData("nobody", "Unknown")]
    public async Task Client_of_the_configuration_and_unknown_ones_cannot_be_removed(string id, string expected) =>
        Assert.Equal(expected, (await OnAsync(it => it.RemoveAsync(id, null, CancellationToken.None))).ToString());

    private Task<AddedClient> AddAsync(NewClient client) =>
        OnAsync(clients => clients.AddAsync(client, null, CancellationToken.None));

    private Task<T> OnAsync<T>(Func<ClientAdministration, Task<T>> act) =>
        _host.InDatabaseAsync(services => act(services.GetRequiredService<ClientAdministration>()));

    private Task<Answer> SecretAsync(string id, string secret) => Assertion.TokenAsync(_host, new()
    {
        ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret,
    });
}
