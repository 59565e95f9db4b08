using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Consent;

/// <summary>A person is told who asks for what, and the answer counts for that alone.</summary>
public sealed class ConsentTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Page_names_client_redirect_host_resource_and_what_is_asked_for()
    {
        var client = await Client.RegisterAsync(_host, "https://app.example/callback", name: "Notebook");

        var page = await AskAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.Contains("Notebook", page.Body, StringComparison.Ordinal);
        Assert.Contains("<strong id=\"redirect-host\">app.example</strong>", page.Body, StringComparison.Ordinal);
        Assert.Contains("Use your MCP servers on your behalf", page.Body, StringComparison.Ordinal);
        Assert.Contains("Stay connected while you are away", page.Body, StringComparison.Ordinal);
        Assert.Contains(IdentityHost.DefaultResource, page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_warns_of_an_application_on_the_own_device_only()
    {
        const string Warning = "Any program there could have";
        var local = await Client.RegisterAsync(_host);
        var remote = await Client.RegisterAsync(_host, "https://app.example/callback");

        Assert.Contains(Warning, (await AskAsync(local.AuthorizeUrl(Pkce.Create()))).Body,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Warning, (await AskAsync(remote.AuthorizeUrl(Pkce.Create()))).Body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_of_a_client_is_shown_as_text()
    {
        var client = await Client.RegisterAsync(_host, name: "<b>Bank</b><script>alert(1)</script>");

        var page = await AskAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;Bank", page.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://app.example/callback", "form-action 'self' https://app.example;")]
    [InlineData("http://127.0.0.1:5555/callback", "form-action 'self' http://127.0.0.1:5555;")]
    [InlineData("http://[::1]:5555/callback", "form-action 'self' http:;")]
    [InlineData("cursor://anysphere.cursor-mcp/callback", "form-action 'self' cursor:;")]
    public async Task Policy_lets_the_answer_travel_to_the_client_and_nowhere_else(string redirectUri, string directive)
    {
        var client = await Client.RegisterAsync(_host, redirectUri);

        var page = await AskAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.Contains(directive, page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Client_is_asked_about_every_time()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var client = await Client.RegisterAsync(_host);
        await client.ConnectAsync(session);

        var again = await session.GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.StartsWith("/consent?", again.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_of_somebody_else_is_not_shown()
    {
        var client = await Client.RegisterAsync(_host);
        var mine = await (await _host.NewPersonAsync()).SignInAsync();
        var theirs = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await mine.GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.Equal(HttpStatusCode.Gone, (await theirs.GetAsync(asked.Location)).Status);
        Assert.Equal(HttpStatusCode.Gone, (await _host.NewBrowser().GetAsync(asked.Location)).Status);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync(asked.Location)).Status);
    }

    [Fact]
    public async Task Answer_counts_once()
    {
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await session.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        var answered = await session.SubmitAsync(asked.Location, new() { ["decision"] = "allow" });

        var first = await session.GetAsync(answered.Location);
        var second = await session.GetAsync(answered.Location);

        Assert.Contains("code", first.Query.Keys);
        Assert.StartsWith("/consent?", second.Location, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Gone, (await session.GetAsync(asked.Location)).Status);
    }

    [Fact]
    public async Task Answer_to_one_request_does_not_count_for_another()
    {
        var modest = await Client.RegisterAsync(_host);
        var greedy = await Client.RegisterAsync(_host, "https://evil.example/callback");
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await session.GetAsync(modest.AuthorizeUrl(Pkce.Create()));
        var answered = await session.SubmitAsync(asked.Location, new() { ["decision"] = "allow" });

        var moved = await session.GetAsync(
            $"{greedy.AuthorizeUrl(Pkce.Create())}&consent={answered.Query["consent"]}");

        Assert.StartsWith("/consent?", moved.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_of_one_person_does_not_count_for_another()
    {
        var client = await Client.RegisterAsync(_host);
        var attacker = await (await _host.NewPersonAsync()).SignInAsync();
        var victim = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await attacker.GetAsync(client.AuthorizeUrl(Pkce.Create()));
        var answered = await attacker.SubmitAsync(asked.Location, new() { ["decision"] = "allow" });

        var forced = await victim.GetAsync(answered.Location);

        Assert.StartsWith("/consent?", forced.Location, StringComparison.Ordinal);
    }

    private async Task<Answer> AskAsync(string url)
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var asked = await session.GetAsync(url);
        Assert.Equal("/consent", asked.Location.Split('?')[0]);
        return await session.GetAsync(asked.Location);
    }
}
