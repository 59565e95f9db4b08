using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Group = McpAspire.Identity.Users.Group;

namespace McpAspire.Identity.Tests.Administration;

/// <summary>The pages on which administrators look after clients.</summary>
public sealed class ClientPagesTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Added_client_connects_and_is_removed_with_its_tokens()
    {
        var browser = await SignInAsync();
        var name = $"Client {Guid.NewGuid():N}";

        var added = await browser.SubmitAsync("/admin/clients/new", new()
        {
            ["Name"] = name, ["Addresses"] = Client.RedirectUri, ["IsConfidential"] = "true",
        });
        var client = new Client(
            _host, FieldOn(added, "client-id"), FieldOn(added, "client-secret"), Client.RedirectUri);
        var tokens = await client.ConnectAsync(await (await _host.NewPersonAsync()).SignInAsync());
        var list = await browser.GetAsync("/admin/clients");
        var removal = $"/admin/clients/remove?id={client.Id}";
        var asked = await browser.GetAsync(removal);
        var removed = await browser.SubmitAsync(removal, []);

        Assert.Contains(name, list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Secret!, list.Body, StringComparison.Ordinal);
        Assert.Contains($"Remove {name}?", asked.Body, StringComparison.Ordinal);
        Assert.Equal("/admin/clients", removed.Location);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(removal)).Status);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://example.org/callback")]
    [InlineData("https://example.org/#fragment")]
    [InlineData("")]
    public async Task Client_with_an_address_that_cannot_be_trusted_is_refused(string address)
    {
        var browser = await SignInAsync();

        var answer = await browser.SubmitAsync(
            "/admin/clients/new", new() { ["Name"] = "Refused", ["Addresses"] = address });

        Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"client-id\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_without_an_address_gets_access_for_itself()
    {
        var browser = await SignInAsync();

        var added = await browser.SubmitAsync(
            "/admin/clients/new", new() { ["Name"] = "Nightly job", ["IsConfidential"] = "true" });
        var client = new Client(
            _host, FieldOn(added, "client-id"), FieldOn(added, "client-secret"), Client.RedirectUri);
        var tokens = await client.RefreshAsync(
            string.Empty, new() { ["grant_type"] = "client_credentials", ["refresh_token"] = null });
        var isPublic = await browser.SubmitAsync("/admin/clients/new", new() { ["Name"] = "Nightly job" });

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        Assert.Contains("Give a redirect address.", isPublic.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Adding_and_removing_are_recorded_with_who_did_it()
    {
        var administrator = await _host.NewPersonAsync(Group.Administrators);
        var browser = await administrator.SignInAsync();
        var added = await browser.SubmitAsync(
            "/admin/clients/new", new() { ["Name"] = "Recorded", ["Addresses"] = Client.RedirectUri });
        var id = FieldOn(added, "client-id");
        await browser.SubmitAsync($"/admin/clients/remove?id={id}", []);

        await Eventually.HoldsAsync(
            async () => await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
                .AuditRecords.Where(record => record.ClientId == id && record.ActorId == administrator.AccountId)
                .OrderBy(record => record.Id).Select(record => record.Kind).ToListAsync(Cancellation))
                is [AuditKind.ClientAdded, AuditKind.ClientRemoved],
            "both are in the trail");
    }

    [Fact]
    public async Task Client_of_the_configuration_is_shown_and_cannot_be_removed()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Clients:fixed:Name"] = "Fixed",
                ["Identity:Clients:fixed:RedirectUris:0"] = "https://app.example.org/callback",
            },
        });
        var browser = await (await host.NewPersonAsync(Group.Administrators)).SignInAsync();
        var form = await browser.GetAsync("/admin/clients/new");

        var list = await browser.GetAsync("/admin/clients");
        var asked = await browser.GetAsync("/admin/clients/remove?id=fixed");
        var sent = await browser.PostAsync("/admin/clients/remove?id=fixed", Browser.Hidden(form, []));

        Assert.Contains("Stands in the configuration", list.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("remove?id=fixed", list.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, asked.Status);
        Assert.Equal(HttpStatusCode.NotFound, sent.Status);
        Assert.Contains("Fixed", (await browser.GetAsync("/admin/clients")).Body, StringComparison.Ordinal);
    }

    private async Task<Browser> SignInAsync() => await (await _host.NewPersonAsync(Group.Administrators)).SignInAsync();

    private static string FieldOn(Answer page, string id)
    {
        var found = Regex.Match(page.Body, $"id=\"{id}\">([^<]+)<");
        Assert.True(found.Success, page.Body);
        return WebUtility.HtmlDecode(found.Groups[1].Value);
    }
}
