using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>The only pages with a script, and what it talks to.</summary>
public sealed class PasskeyPageTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Pages_of_passkeys_run_our_script_alone_and_are_not_framed()
    {
        var (_, session) = await _host.WithPasskeyAsync(new SoftAuthenticator());
        foreach (var path in (string[])["/sign-in", PasskeyWalk.Alone, "/security/passkey"])
        {
            var page = await session.GetAsync(path);
            Assert.Equal("default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; "
                + "img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                page.Header("Content-Security-Policy"));
            Assert.Equal("DENY", page.Header("X-Frame-Options"));
            Assert.DoesNotMatch("<script(?![^>]*src=)", page.Body);
            Assert.DoesNotMatch("<[^>]+\\son[a-z]+=", page.Body);
        }

        Assert.DoesNotContain(
            "script-src", (await session.GetAsync("/security")).Header("Content-Security-Policy"),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in/passkey?alone=true&handler=Options")]
    [InlineData("/sign-in/passkey?alone=true")]
    [InlineData("/security/passkey?handler=Options")]
    [InlineData("/security/passkey")]
    [InlineData("/enroll/passkey?handler=Options")]
    public async Task Passkey_endpoints_ask_for_the_antiforgery_token(string path)
    {
        var (_, session) = await _host.WithPasskeyAsync(new SoftAuthenticator());

        var answer = await session.PostAsync(path, new() { ["Credential"] = "{}" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("no longer valid", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("passkey", session.Cookies.Keys);
    }
}
