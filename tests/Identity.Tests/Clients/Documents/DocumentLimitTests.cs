using System.Net;
using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.Tests.Outbound;
using McpAspire.Identity.Tests.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>What strangers can make this service do, and how often.</summary>
[Collection(DocumentHost.Name)]
public sealed class DocumentLimitTests(DocumentHost documents)
{
    private readonly HttpsSite _site = documents.Site;

    [Theory]
    [InlineData("MaxPerAddress")]
    [InlineData("MaxInTotal")]
    public async Task Flood_of_new_clients_is_cut_off_and_known_ones_go_on(string limit)
    {
        await using var host = await documents.StartAnotherAsync((limit, "3"));
        var all = Enumerable.Range(0, 6).Select(_ => Described.At(_site)).ToList();

        var answers = new List<Answer>();
        foreach (var described in all)
            answers.Add(await AuthorizeAsync(host, described));
        host.Clock.Advance(TimeSpan.FromHours(2));
        var known = await AuthorizeAsync(host, all[0]);

        Assert.Equal(3, answers.Count(answer => answer.Status == HttpStatusCode.Redirect));
        Assert.All(answers.Skip(3), answer =>
        {
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains("temporarily_unavailable", answer.Body, StringComparison.Ordinal);
        });
        Assert.All(all.Skip(3), described => Assert.Equal(0, described.Fetches));
        Assert.Equal(HttpStatusCode.Redirect, known.Status);
        Assert.Equal(2, all[0].Fetches);
    }

    [Fact]
    public async Task Number_of_stored_clients_is_bounded()
    {
        await using var host = await documents.StartAnotherAsync(("MaxClients", "1"));
        var (first, second) = (Described.At(_site), Described.At(_site));

        var one = await AuthorizeAsync(host, first);
        var two = await AuthorizeAsync(host, second);
        var again = await AuthorizeAsync(host, first);

        Assert.Equal(HttpStatusCode.Redirect, one.Status);
        Assert.Equal(HttpStatusCode.BadRequest, two.Status);
        Assert.Equal(0, second.Fetches);
        Assert.Equal(HttpStatusCode.Redirect, again.Status);
    }

    [Fact]
    public async Task Clients_that_nobody_let_in_are_forgotten()
    {
        await using var host = await documents.StartAnotherAsync();
        var (used, unused) = (Described.At(_site), Described.At(_site));
        var session = await (await host.NewPersonAsync()).SignInAsync();
        var tokens = await used.On(host).ConnectAsync(session);
        await AuthorizeAsync(host, unused);
        var reaper = host.Services.GetServices<IHostedService>().OfType<UnusedDocuments>().Single();

        var early = await reaper.ForgetAsync(TestContext.Current.CancellationToken);
        host.Clock.Advance(TimeSpan.FromHours(2));
        var late = await reaper.ForgetAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, 1), (early, late));
        Assert.Equal(HttpStatusCode.OK, (await used.On(host).RefreshAsync(tokens.Refresh!)).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await AuthorizeAsync(host, unused)).Status);
    }

    [Fact]
    public async Task Private_addresses_are_not_connected_to()
    {
        await using var host = await documents.StartAnotherAsync(("AllowPrivateAddresses", "false"));
        var described = Described.At(_site);
        var connections = _site.Connections;

        var answer = await AuthorizeAsync(host, described);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("public address", answer.Body, StringComparison.Ordinal);
        Assert.Equal(connections, _site.Connections);
        Assert.Contains(host.Logs.Lines, line => line.Contains("no public address", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Other_ports_are_not_connected_to()
    {
        await using var host = await documents.StartAnotherAsync(("Ports:0", "8443"));

        Assert.Equal(HttpStatusCode.BadRequest, (await AuthorizeAsync(host, Described.At(_site))).Status);
    }

    [Fact]
    public async Task Site_of_an_authority_that_nobody_named_is_not_believed()
    {
        await using var host = await documents.StartAnotherAsync(("TrustedAuthorities", ""));

        Assert.Equal(HttpStatusCode.BadRequest, (await AuthorizeAsync(host, Described.At(_site))).Status);
    }

    [Fact]
    public async Task Hosts_can_be_listed_and_the_list_counts_for_known_clients_as_well()
    {
        await using var all = await documents.StartAnotherAsync();
        var described = Described.At(_site);
        var tokens = await described.On(all).ConnectAsync(await (await all.NewPersonAsync()).SignInAsync());
        await using var some = await documents.StartAnotherAsync(
            ("AllowedDomains:0", "claude.ai"), ("AllowedDomains:1", "*.example.com"),
            ("ConnectionStrings:identity", $"Data Source={all.DatabaseFile}"),
            ("ConnectionStrings:redis", all.Redis.ConnectionString),
            ("Identity:KeysDirectory", all.KeysDirectory));

        var fetches = described.Fetches;
        Assert.Equal(HttpStatusCode.BadRequest, (await AuthorizeAsync(some, described)).Status);
        Assert.Equal("invalid_client", (await described.On(some).RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.OK, (await described.On(all).RefreshAsync(tokens.Refresh!)).Status);
        Assert.Equal(fetches, described.Fetches);
    }

    [Fact]
    public async Task Documents_can_be_switched_off()
    {
        await using var host = await documents.StartAnotherAsync(("Enabled", "false"));
        using var http = host.NewClient();
        var described = Described.At(_site);

        var metadata = await http.AskAsync("/.well-known/oauth-authorization-server");

        Assert.False(metadata.Json.GetProperty("client_id_metadata_document_supported").GetBoolean());
        Assert.Equal(HttpStatusCode.BadRequest, (await AuthorizeAsync(host, described)).Status);
        Assert.Equal(0, described.Fetches);
    }

    [Fact]
    public async Task Client_of_the_configuration_needs_no_document()
    {
        var id = _site.UrlOf("/clients/configured");
        await using var host = await documents.StartAnotherAsync(
            ("Identity:Clients:own:ClientId", id),
            ("Identity:Clients:own:Name", "Our own"),
            ("Identity:Clients:own:RedirectUris:0", Described.Web));

        var answer = await host.NewBrowser().GetAsync(
            new Client(host, id, null, Described.Web).AuthorizeUrl(Pkce.Create()));

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal(0, _site.RequestsOf("/clients/configured"));
    }

    [Fact]
    public async Task Client_that_was_removed_has_to_be_let_in_anew()
    {
        await using var host = await documents.StartAnotherAsync();
        var described = Described.At(_site);
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var tokens = await described.On(host).ConnectAsync(session);

        await host.InDatabaseAsync(async services =>
        {
            var clients = services.GetRequiredService<IOpenIddictApplicationManager>();
            var client = await clients.FindByClientIdAsync(described.Id);
            await services.GetRequiredService<McpAspire.Identity.Clients.ClientRemoval>()
                .RemoveAsync(client!, "a test removes it", TestContext.Current.CancellationToken);
            return true;
        });

        Assert.Equal(HttpStatusCode.BadRequest, (await described.On(host).RefreshAsync(tokens.Refresh!)).Status);
        var asked = await session.GetAsync(described.On(host).AuthorizeUrl(Pkce.Create()));
        Assert.StartsWith("/consent", asked.Location, StringComparison.Ordinal);
    }

    private static Task<Answer> AuthorizeAsync(IdentityHost host, Described described) =>
        host.NewBrowser().GetAsync(described.On(host).AuthorizeUrl(Pkce.Create()));
}
