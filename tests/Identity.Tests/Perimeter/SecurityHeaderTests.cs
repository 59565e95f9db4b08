using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Perimeter;

/// <summary>What every answer tells the browser.</summary>
public sealed class SecurityHeaderTests(SharedIdentity identity)
{
    private const string Policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("/sign-out", 200)]
    [InlineData("/reset", 200)]
    [InlineData("/reset/new", 410)]
    [InlineData("/", 302)]
    [InlineData("/enroll/totp", 302)]
    [InlineData("/consent", 410)]
    [InlineData("/error", 404)]
    [InlineData("/no-such-page", 404)]
    [InlineData("/connect/authorize", 400)]
    [InlineData("/connect/userinfo", 401)]
    [InlineData("/assets/none.css", 404)]
    public async Task Every_answer_forbids_scripts_frames_guessing_and_caching(string path, int status)
    {
        using var client = _host.NewClient();

        var answer = await client.AskAsync(path);

        Assert.Equal((HttpStatusCode)status, answer.Status);
        AssertHeaders(answer);
    }

    [Fact]
    public async Task Key_set_forbids_the_same_but_may_be_kept_for_a_while()
    {
        using var client = _host.NewClient();

        var answer = await client.AskAsync("/.well-known/jwks");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        AssertHeaders(answer, caching: "public, max-age=300");
    }

    [Fact]
    public async Task Signed_in_pages_forbid_the_same()
    {
        var session = await (await _host.NewPersonAsync()).SignInAsync();

        AssertHeaders(await session.GetAsync("/"));
        AssertHeaders(await session.GetAsync("/sign-out"));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/error")]
    public async Task Pages_have_no_inline_script_or_style(string path)
    {
        using var client = _host.NewClient();

        var body = (await client.AskAsync(path)).Body;

        Assert.Contains("<html lang=\"en\">", body, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script(?![^>]*\\ssrc=\"/assets/)", body);
        Assert.DoesNotContain("<style", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(" style=", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotMatch("<[^>]+\\son[a-z]+=", body);
    }

    [Fact]
    public async Task Https_origin_is_remembered_by_the_browser()
    {
        await using var host = await IdentityHost.StartAsync(new() { Origin = "https://id.example.org" });
        using var client = host.NewClient();

        Assert.Equal("max-age=31536000", (await client.AskAsync("/sign-in")).Header("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Assets_may_be_kept_and_are_there()
    {
        using var client = _host.NewClient();

        var style = await client.AskAsync("/assets/site.css");

        Assert.Equal(HttpStatusCode.OK, style.Status);
        Assert.StartsWith("text/css", style.Header("Content-Type"), StringComparison.Ordinal);
        Assert.Equal("public, max-age=3600", style.Header("Cache-Control"));
        Assert.Equal("nosniff", style.Header("X-Content-Type-Options"));
    }

    private static void AssertHeaders(Answer answer, string caching = "no-store")
    {
        Assert.Equal(Policy, answer.Header("Content-Security-Policy"));
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Equal(caching, answer.Header("Cache-Control"));
        Assert.Empty(answer.Header("Server"));
    }
}
