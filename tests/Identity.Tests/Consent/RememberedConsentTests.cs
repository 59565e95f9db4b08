using McpAspire.Identity.Consent;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Consent;

/// <summary>A yes counts again for the same, and for nothing that is more or goes elsewhere.</summary>
public sealed class RememberedConsentTests(SharedIdentity identity)
{
    private const string Web = "https://app.example/callback";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Same_request_is_not_asked_again_and_prompt_none_works()
    {
        var (client, session) = await ConnectAsync(Web);

        Assert.Contains("code", (await session.GetAsync(client.AuthorizeUrl(Pkce.Create()))).Query.Keys);
        Assert.Contains("code", (await session.GetAsync(client.AuthorizeUrl(
            Pkce.Create(), new() { ["prompt"] = "none" }))).Query.Keys);
    }

    [Theory]
    [InlineData("scope", "openid mcp", "openid profile mcp")]
    [InlineData("resource", $"{IdentityHost.Mcp}/everything", $"{IdentityHost.Mcp}/other")]
    public async Task More_than_was_allowed_is_asked_about(string parameter, string allowed, string widened)
    {
        var (client, session) = await ConnectAsync(Web, new() { [parameter] = allowed });

        var same = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { [parameter] = allowed }));
        var more = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { [parameter] = widened }));

        Assert.Contains("code", same.Query.Keys);
        Assert.StartsWith("/consent?", more.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answers_at_the_same_moment_are_one_and_not_the_more_generous_of_two()
    {
        var person = await _host.NewPersonAsync();
        var asked = new ConsentRequest(person.AccountId, $"client-{Guid.NewGuid():N}", Web, ["mcp"], [], "?");

        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(() => KeepAsync(asked))));
        await KeepAsync(asked with { Scopes = ["openid"] });

        var kept = Assert.Single(await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .RememberedConsents.AsNoTracking().Where(it => it.AccountId == person.AccountId).ToListAsync()));
        Assert.Equal("openid", kept.Scopes);

        Task<bool> KeepAsync(ConsentRequest answer) => _host.InDatabaseAsync(async services =>
        {
            await services.GetRequiredService<RememberedConsents>().KeepAsync(answer, CancellationToken.None);
            return true;
        });
    }

    [Fact]
    public async Task Client_that_asks_for_the_question_gets_it()
    {
        var (client, session) = await ConnectAsync(Web);

        var asked = await session.GetAsync(client.AuthorizeUrl(Pkce.Create(), new() { ["prompt"] = "consent" }));

        Assert.StartsWith("/consent?", asked.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5555/callback")]
    [InlineData("http://localhost:5555/callback")]
    [InlineData("https://localhost/callback")]
    [InlineData("cursor://anysphere.cursor-mcp/callback")]
    public async Task Client_whose_address_anyone_on_the_device_can_take_is_asked_about_every_time(string redirectUri)
    {
        var (client, session) = await ConnectAsync(redirectUri);

        var again = await session.GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.StartsWith("/consent?", again.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Consent_of_one_redirect_address_or_client_or_person_does_not_count_for_another()
    {
        var (client, session) = await ConnectAsync(Web);
        var twin = await Client.RegisterAsync(_host, Web);
        var stranger = await (await _host.NewPersonAsync()).SignInAsync();
        var moved = new Client(_host, client.Id, null, "https://evil.example/callback");
        await AddRedirectAsync(client.Id, "https://evil.example/callback");

        Assert.StartsWith("/consent?", (await session.GetAsync(moved.AuthorizeUrl(Pkce.Create()))).Location);
        Assert.StartsWith("/consent?", (await session.GetAsync(twin.AuthorizeUrl(Pkce.Create()))).Location);
        Assert.StartsWith("/consent?", (await stranger.GetAsync(client.AuthorizeUrl(Pkce.Create()))).Location);
    }

    [Fact]
    public async Task Refusal_is_not_remembered_as_a_yes()
    {
        var client = await Client.RegisterAsync(_host, Web);
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        await client.ConsentAsync(session, client.AuthorizeUrl(Pkce.Create()), "deny");

        Assert.StartsWith("/consent?", (await session.GetAsync(client.AuthorizeUrl(Pkce.Create()))).Location);
    }

    [Theory]
    [InlineData("7.00:00:00", 6, false)]
    [InlineData("7.00:00:00", 8, true)]
    [InlineData("0", 0, true)]
    public async Task Yes_counts_for_as_long_as_is_configured(string remember, int days, bool isAsked)
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Consent:Remember"] = remember, ["Identity:Session:Inactivity"] = "20.00:00:00",
                ["Identity:Session:Absolute"] = "20.00:00:00",
            },
        });
        var client = await Client.RegisterAsync(host, Web);
        var session = await (await host.NewPersonAsync()).SignInAsync();
        await client.ConsentAsync(session, client.AuthorizeUrl(Pkce.Create()));

        host.Clock.Advance(TimeSpan.FromDays(days));
        var again = await session.GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.Equal(isAsked, again.Location.StartsWith("/consent?", StringComparison.Ordinal));
    }

    private async Task<(Client Client, Browser Session)> ConnectAsync(
        string redirectUri, Dictionary<string, string?>? overrides = null)
    {
        var client = await Client.RegisterAsync(_host, redirectUri);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        await client.ConsentAsync(session, client.AuthorizeUrl(Pkce.Create(), overrides));
        return (client, session);
    }

    private Task<bool> AddRedirectAsync(string clientId, string redirectUri) => _host.InDatabaseAsync(async services =>
    {
        var clients = (OpenIddict.Abstractions.IOpenIddictApplicationManager)services.GetService(
            typeof(OpenIddict.Abstractions.IOpenIddictApplicationManager))!;
        var client = await clients.FindByClientIdAsync(clientId);
        var descriptor = new OpenIddict.Abstractions.OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client!);
        descriptor.RedirectUris.Add(new Uri(redirectUri));
        await clients.UpdateAsync(client!, descriptor);
        return true;
    });
}
