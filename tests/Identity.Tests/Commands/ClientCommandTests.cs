using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Commands;

/// <summary>Commands that look after clients.</summary>
public sealed class ClientCommandTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Client_is_added_used_listed_and_removed()
    {
        var added = await RunAsync("add", "Script", "--redirect-uri", Client.RedirectUri, "--confidential", "--json");
        var id = added.Json.GetProperty("clientId").GetString()!;
        var client = new Client(
            _host, id, added.Json.GetProperty("clientSecret").GetString(), Client.RedirectUri);
        var tokens = await client.ConnectAsync(await (await _host.NewPersonAsync()).SignInAsync());
        var list = await RunAsync("list");
        var removed = await RunAsync("remove", id);

        Assert.Contains(id, list.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Secret!, list.Output, StringComparison.Ordinal);
        Assert.Equal(0, removed.Code);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.DoesNotContain(id, (await RunAsync("list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_without_an_address_acts_for_itself()
    {
        var added = await RunAsync("add", "Nightly job", "--json");
        var client = new Client(
            _host, added.Json.GetProperty("clientId").GetString()!,
            added.Json.GetProperty("clientSecret").GetString(), Client.RedirectUri);

        var tokens = await client.RefreshAsync(
            string.Empty, new() { ["grant_type"] = "client_credentials", ["refresh_token"] = null });

        Assert.Equal(HttpStatusCode.OK, tokens.Status);
    }

    [Theory]
    [InlineData("--redirect-uri", "javascript:alert(1)")]
    [InlineData("--redirect-uri", "http://example.org/callback")]
    [InlineData("--redirect-uri", "https://example.org/callback", "--scope", "everything-there-is")]
    [InlineData("--jwks", "/no/such/file")]
    public async Task Client_that_cannot_be_trusted_is_refused_in_words(params string[] options)
    {
        var done = await RunAsync(["add", "x", .. options]);

        Assert.Equal(1, done.Code);
        Assert.NotEmpty(done.Error);
        Assert.DoesNotContain("Exception", done.Error, StringComparison.Ordinal);
        Assert.Empty(done.Output);
    }

    private Task<CommandResult> RunAsync(params string[] args) => CommandResult.OfAsync(_host, ["client", .. args]);
}
