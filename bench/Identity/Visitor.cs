using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using OtpNet;

namespace McpAspire.Bench.Identity;

/// <summary>Somebody who signs in with password and code, as a browser does it.</summary>
internal sealed class Visitor(Uri issuer, string name, string password, byte[] secret)
{
    private readonly FormBrowser _browser = new(issuer);

    /// <summary>Four requests: the page, the password, the page behind it, the code.</summary>
    public async Task<bool> SignInAsync()
    {
        var page = await _browser.GetAsync("/sign-in", default);
        page = await _browser.SubmitAsync(
            page, new Dictionary<string, string> { ["Name"] = name, ["Password"] = password }, default);
        if (page.Address.AbsolutePath != "/sign-in/totp")
            return false;

        page = await _browser.SubmitAsync(page, new Dictionary<string, string> { ["Code"] = Code() }, default);
        return page.Address.AbsolutePath == "/";
    }

    /// <summary>Lets the client in, and returns the first refresh token.</summary>
    public async Task<string> ConnectAsync(OAuthClient client)
    {
        var pkce = Pkce.Create();
        var page = await _browser.GetAsync(client.AuthorizationRequest(pkce, IdentityServer.Resource), default);
        page = await _browser.SubmitAsync(page, new Dictionary<string, string> { ["decision"] = "allow" }, default);
        var code = System.Web.HttpUtility.ParseQueryString(page.LeftFor!.Query)["code"]!;
        return (await client.RedeemAsync(code, pkce.Verifier, IdentityServer.Resource, default)).RefreshToken;
    }

    private string Code() => new Totp(secret).ComputeTotp(TimeProvider.System.GetUtcNow().UtcDateTime);
}
