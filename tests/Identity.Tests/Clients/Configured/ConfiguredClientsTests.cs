using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.OAuth.Pushed;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Tests.Clients.Configured;

/// <summary>Clients of the configuration at work.</summary>
[Collection(ConfiguredHost.Name)]
public sealed class ConfiguredClientsTests(ConfiguredHost configured)
{
    private readonly IdentityHost _host = configured.Host;

    [Fact]
    public async Task Client_gets_tokens_without_having_registered()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        var tokens = await App("app").ConnectAsync(session, new() { ["scope"] = "mcp" });

        Assert.Equal([$"{IdentityHost.Mcp}/everything"], tokens.Audiences);
    }

    [Theory]
    [InlineData("scope", "mcp mcp:read", "invalid_scope")]
    [InlineData("scope", "mcp profile", "invalid_scope")]
    [InlineData("resource", "http://localhost:8080/mcp/other", "invalid_target")]
    [InlineData("resource", "http://localhost:8080/mcp", "invalid_target")]
    public async Task More_than_the_configuration_allows_is_refused_to_the_client(
        string parameter, string value, string error)
    {
        var answer = await _host.NewBrowser().GetAsync(App("app").AuthorizeUrl(
            Pkce.Create(), new() { ["scope"] = "mcp", [parameter] = value }));

        Assert.StartsWith($"{Client.RedirectUri}?", answer.Location, StringComparison.Ordinal);
        Assert.Equal(error, answer.Query["error"]);
    }

    [Fact]
    public async Task Client_that_has_to_push_is_refused_without_and_served_with_it()
    {
        var browser = _host.NewBrowser();
        var client = App("pushing");

        var plain = await browser.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        var pushed = await browser.GetAsync(await new PushingClient(_host, client).AddressAsync(Pkce.Create()));

        Assert.StartsWith($"{Client.RedirectUri}?", plain.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_request", plain.Query["error"]);
        Assert.StartsWith("/sign-in?", pushed.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_with_keys_redeems_codes_and_refreshes_with_assertions_only()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var client = App("signing");
        var pkce = Pkce.Create();
        var redirect = await client.ConsentAsync(session, client.AuthorizeUrl(pkce));
        var (code, verifier) = (("code", redirect.Query["code"]), ("code_verifier", pkce.Verifier));
        var address = ("redirect_uri", Client.RedirectUri);

        var without = await client.RedeemAsync(redirect.Query["code"], pkce.Verifier);
        var with = await SignedAsync(("grant_type", "authorization_code"), code, verifier, address);
        var refreshed = await SignedAsync(
            ("grant_type", "refresh_token"), ("refresh_token", Tokens.Of(with).Refresh!));

        Assert.Equal("invalid_client", without.Error);
        Assert.Equal(HttpStatusCode.OK, with.Status);
        Assert.Equal(HttpStatusCode.OK, refreshed.Status);
    }

    [Fact]
    public async Task Secret_lies_in_the_database_as_a_hash()
    {
        var stored = await _host.InDatabaseAsync(async services =>
        {
            var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
            var descriptor = new OpenIddictApplicationDescriptor();
            await clients.PopulateAsync(descriptor, (await clients.FindByClientIdAsync("job"))!);
            return descriptor.ClientSecret;
        });

        Assert.NotNull(stored);
        Assert.DoesNotContain(ConfiguredHost.Secret, stored, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Clients_follow_the_configuration_from_start_to_start()
    {
        var directory = Directory.CreateTempSubdirectory("configured-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        const string Other = "another-secret-that-only-the-job-and-we-know";

        var refresh = await OnAsync(App(), async host =>
        {
            var session = await (await host.NewPersonAsync()).SignInAsync();
            Assert.Equal(HttpStatusCode.OK, (await SecretAsync(host, ConfiguredHost.Secret)).Status);
            return (await new Client(host, "app", null, Client.RedirectUri).ConnectAsync(session)).Refresh!;
        });
        var before = await OnAsync(App(), StampsAsync);
        var same = await OnAsync(App(), StampsAsync);
        await OnAsync(App(secret: Other), async host =>
        {
            Assert.Equal("invalid_client", (await SecretAsync(host, ConfiguredHost.Secret)).Error);
            Assert.Equal(HttpStatusCode.OK, (await SecretAsync(host, Other)).Status);
            return 0;
        });
        await OnAsync([], async host =>
        {
            var client = new Client(host, "app", null, Client.RedirectUri);
            Assert.Equal(HttpStatusCode.BadRequest, (await SecretAsync(host, Other)).Status);
            Assert.Equal(HttpStatusCode.BadRequest, (await client.RefreshAsync(refresh)).Status);
            var page = await host.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create()));
            Assert.Equal(HttpStatusCode.BadRequest, page.Status);
            return 0;
        });
        await OnAsync(App(), async host =>
        {
            var client = new Client(host, "app", null, Client.RedirectUri);
            Assert.Equal("invalid_grant", (await client.RefreshAsync(refresh)).Error);
            Assert.Equal(HttpStatusCode.OK, (await SecretAsync(host, ConfiguredHost.Secret)).Status);
            Assert.StartsWith(
                "/sign-in", (await host.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create()))).Location,
                StringComparison.Ordinal);
            return 0;
        });

        Assert.Equal(before, same);

        async Task<T> OnAsync<T>(Dictionary<string, string?> clients, Func<IdentityHost, Task<T>> look)
        {
            await using var host = await IdentityHost.StartAsync(new()
            {
                Directory = directory.FullName, Redis = redis, Extra = clients,
            });
            return await look(host);
        }

        static Dictionary<string, string?> App(string secret = ConfiguredHost.Secret) => new()
        {
            ["Identity:Clients:app:Name"] = "App",
            ["Identity:Clients:app:RedirectUris:0"] = Client.RedirectUri,
            ["Identity:Clients:robot:Name"] = "Robot",
            ["Identity:Clients:robot:JwksUri"] = "https://robot.example/keys",
            ["Identity:Clients:hashed:Name"] = "Hashed",
            ["Identity:Clients:hashed:SecretHash"] = ConfiguredHost.SecretHash,
            ["Identity:Clients:job:Name"] = "Job",
            ["Identity:Clients:job:Secret"] = secret,
        };
    }

    private static Task<List<string?>> StampsAsync(IdentityHost host) => host.InDatabaseAsync(async services =>
    {
        var database = services.GetRequiredService<IdentityDatabase>();
        return await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(
            database.Set<OpenIddict.EntityFrameworkCore.Models.OpenIddictEntityFrameworkCoreApplication>()
                .OrderBy(client => client.ClientId).Select(client => client.ConcurrencyToken));
    });

    private static Task<Answer> SecretAsync(IdentityHost host, string secret) => Assertion.TokenAsync(host, new()
    {
        ["grant_type"] = "client_credentials", ["client_id"] = "job", ["client_secret"] = secret,
    });

    private Client App(string id) => new(_host, id, null, Client.RedirectUri);

    private Task<Answer> SignedAsync(params (string, string)[] others) => Assertion.TokenAsync(
        _host, Assertion.Form(Assertion.Of(_host, "signing").Sign(configured.RobotKey), others));
}
