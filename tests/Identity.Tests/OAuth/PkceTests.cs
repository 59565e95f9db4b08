using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>Proof key for code exchange (RFC 7636), S256 alone.</summary>
public sealed class PkceTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public Task Challenge_missing_is_refused() => AssertRefusedAsync(new()
    {
        ["code_challenge"] = null,
        ["code_challenge_method"] = null,
    });

    [Fact]
    public Task Method_plain_is_refused() => AssertRefusedAsync(new() { ["code_challenge_method"] = "plain" });

    [Fact]
    public Task Method_left_out_is_refused_because_it_means_plain() =>
        AssertRefusedAsync(new() { ["code_challenge_method"] = null });

    [Fact]
    public async Task Verifier_wrong_or_missing_is_refused()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await person.SignInAsync();
        var first = await client.ConsentAsync(session, client.AuthorizeUrl(Pkce.Create()));
        var second = await client.ConsentAsync(session, client.AuthorizeUrl(Pkce.Create()));

        var wrong = await client.RedeemAsync(first.Query["code"], Pkce.Create().Verifier);
        var missing = await client.RedeemAsync(second.Query["code"], null);

        Assert.Equal("invalid_grant", wrong.Error);
        Assert.Equal("invalid_request", missing.Error);
    }

    private async Task AssertRefusedAsync(Dictionary<string, string?> overrides)
    {
        var client = await Client.RegisterAsync(_host);

        var answer = await _host.NewBrowser().GetAsync(client.AuthorizeUrl(Pkce.Create(), overrides));

        Assert.StartsWith(Client.RedirectUri, answer.Location, StringComparison.Ordinal);
        Assert.Equal("invalid_request", answer.Query["error"]);
        Assert.Equal("the-state", answer.Query["state"]);
        Assert.Equal("http://localhost:9091", answer.Query["iss"]);
        Assert.DoesNotContain("code", answer.Query.Keys);
    }
}
