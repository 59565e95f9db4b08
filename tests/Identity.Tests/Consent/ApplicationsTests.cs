using System.Net;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;

namespace McpAspire.Identity.Tests.Consent;

/// <summary>People see what is connected to their account, and cut it off.</summary>
public sealed class ApplicationsTests(SharedIdentity identity)
{
    private const string Web = "https://app.example/callback";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Page_tells_name_host_permissions_server_and_use()
    {
        var client = await Client.RegisterAsync(_host, Web, name: "Note <b>book</b>");
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        await client.ConnectAsync(session);

        var page = (await session.GetAsync("/applications")).Body;

        Assert.Contains("Note &lt;b&gt;book", page, StringComparison.Ordinal);
        Assert.Contains("app.example", page, StringComparison.Ordinal);
        Assert.Contains("Use your MCP servers on your behalf", page, StringComparison.Ordinal);
        Assert.Contains(IdentityHost.DefaultResource, page, StringComparison.Ordinal);
        Assert.Contains("Last used", page, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Disconnecting_kills_refresh_tokens_and_every_token_entry_at_once_and_forgets_the_consent()
    {
        var client = await Client.RegisterAsync(_host, Web);
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var tokens = await client.ConnectAsync(session);

        await session.SubmitAsync("/applications", new() { ["client"] = client.Id });

        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.StartsWith("/consent?", (await session.GetAsync(client.AuthorizeUrl(Pkce.Create()))).Location);
        Assert.DoesNotContain("Disconnect", (await session.GetAsync("/applications")).Body, StringComparison.Ordinal);
        var statuses = await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Set<OpenIddictEntityFrameworkCoreToken>().Where(token => token.Subject == person.AccountId.ToString())
            .Select(token => token.Status).Distinct().ToListAsync());
        Assert.DoesNotContain("valid", statuses);
    }

    [Fact]
    public async Task Disconnecting_leaves_other_clients_and_other_people_alone()
    {
        var client = await Client.RegisterAsync(_host, Web);
        var other = await Client.RegisterAsync(_host, Web);
        var mine = await (await _host.NewPersonAsync()).SignInAsync();
        var theirs = await (await _host.NewPersonAsync()).SignInAsync();
        await client.ConnectAsync(mine);
        var kept = await other.ConnectAsync(mine);
        var foreign = await client.ConnectAsync(theirs);

        await mine.SubmitAsync("/applications", new() { ["client"] = client.Id });

        Assert.Equal(HttpStatusCode.OK, (await other.RefreshAsync(kept.Refresh!)).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(foreign.Refresh!)).Status);
    }

    [Fact]
    public async Task Form_without_antiforgery_token_disconnects_nothing()
    {
        var client = await Client.RegisterAsync(_host, Web);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var tokens = await client.ConnectAsync(session);

        var answer = await session.PostAsync("/applications", new() { ["client"] = client.Id });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(tokens.Refresh!)).Status);
    }

    [Fact]
    public async Task Sign_out_leaves_applications_connected()
    {
        var client = await Client.RegisterAsync(_host, Web);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var tokens = await client.ConnectAsync(session);

        await session.SubmitAsync("/sign-out", []);

        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(tokens.Refresh!)).Status);
    }
}
