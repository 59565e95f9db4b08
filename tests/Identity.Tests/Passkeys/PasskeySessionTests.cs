using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Passkeys;

/// <summary>The session that a passkey opens.</summary>
public sealed class PasskeySessionTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Session_that_was_planted_before_the_ceremony_is_not_the_one_after_it()
    {
        var passkey = new SoftAuthenticator();
        await _host.WithPasskeyAsync(passkey);
        var attacker = await (await _host.NewPersonAsync()).SignInAsync();
        var victim = _host.NewBrowser();
        victim.Cookies["session"] = attacker.Cookies["session"];

        await victim.UseAsync(PasskeyWalk.Alone, passkey);

        Assert.NotEqual(attacker.Cookies["session"], victim.Cookies["session"]);
        Assert.Equal(HttpStatusCode.Redirect, (await attacker.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await victim.GetAsync("/")).Status);
    }
}
