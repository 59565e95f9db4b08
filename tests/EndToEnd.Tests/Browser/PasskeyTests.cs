using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;
using Microsoft.AspNetCore.WebUtilities;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>The whole life of a passkey in real Chromium, with its own authenticator, on a new stack.</summary>
public sealed class PasskeyTests(StackFixture fixture)
{
    private const string Password = "a better password than that";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newcomer_sets_up_a_passkey_and_lives_with_it_until_it_is_removed()
    {
        await using var stack = await Stack.StartAsync(cancellationToken: Cancellation);
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();
        await using var listener = await CallbackListener.StartAsync();
        var device = await VirtualAuthenticator.AddAsync(tab);

        await SignInFirstAsync(tab, stack);
        Assert.Equal(1, await device.CountAsync());

        await SignOutAsync(tab, stack);
        await tab.Page.ClickAsync("text=Sign in with a passkey");
        await tab.AssertArrivesAsync("/");
        Assert.Contains("Passkey", await tab.Page.InnerTextAsync("dl"), StringComparison.Ordinal);

        var methods = await AuthorizeAsync(tab, stack, listener);
        Assert.Contains("user", methods, StringComparison.Ordinal);
        Assert.Contains("mfa", methods, StringComparison.Ordinal);
        Assert.Matches("[hs]wk", methods);
        Assert.DoesNotContain("pwd", methods, StringComparison.Ordinal);

        await UseAsSecondFactorAsync(tab, stack);
        using var authenticator = await AddAppAsync(tab, stack);
        await RemovePasskeyAsync(tab, stack);

        await SignOutAsync(tab, stack);
        await tab.Page.ClickAsync("text=Sign in with a passkey");
        await tab.AssertArrivesAsync("/sign-in/passkey");
        await tab.AssertAlertAsync();
        await tab.ShowAsync("passkey-refused");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_browser_without_passkeys_is_offered_none()
    {
        var stack = fixture.Stack;
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();
        await tab.Page.AddInitScriptAsync("delete window.PublicKeyCredential");

        await tab.Page.GotoAsync(new Uri(stack.Issuer, "/sign-in").AbsoluteUri);
        Assert.False(await tab.Page.IsVisibleAsync("text=Sign in with a passkey"));
        await tab.Page.GotoAsync(new Uri(stack.Issuer, "/sign-in/passkey").AbsoluteUri);
        Assert.True(await tab.Page.IsVisibleAsync("text=This browser cannot use passkeys."));
        tab.AssertNoComplaints();
    }

    /// <summary>With the one-time password, a new one, and a passkey in place of an authenticator app.</summary>
    private static async Task SignInFirstAsync(WatchedPage tab, Stack stack)
    {
        await tab.Page.GotoAsync(stack.Issuer.AbsoluteUri);
        await tab.Page.FillAsync("[name=Name]", stack.Administrator.Name);
        await tab.Page.FillAsync("[name=Password]", stack.Administrator.Password);
        await tab.Page.ClickAsync("main form button");
        await tab.AssertArrivesAsync("/sign-in/password");
        await tab.Page.FillAsync("[name=NewPassword]", Password);
        await tab.Page.FillAsync("[name=ConfirmPassword]", Password);
        await tab.Page.ClickAsync("main form button");
        await tab.AssertArrivesAsync("/enroll/totp");
        await tab.Page.ClickAsync("text=Set up a passkey instead");
        await tab.AssertArrivesAsync("/enroll/passkey");
        await tab.ShowAsync("enrol-passkey");
        await tab.Page.FillAsync("#PasskeyName", "Virtual <device>");
        await tab.Page.ClickAsync("form[data-passkey] button");
        await tab.AssertArrivesAsync("/");
    }

    private static async Task<string> AuthorizeAsync(WatchedPage tab, Stack stack, CallbackListener listener)
    {
        var registered = await stack.RegisterAsync("With a passkey", Cancellation);
        var client = new OAuthClient(stack.Http, stack.Issuer, registered.ClientId, listener.RedirectUri);
        var pkce = Pkce.Create();
        await tab.Page.GotoAsync(client.AuthorizationRequest(pkce, stack.Resource).AbsoluteUri);
        await tab.AssertArrivesAsync("/consent");
        await tab.Page.ClickAsync("[name=decision][value=allow]");
        var callback = await listener.CallbackAsync(Cancellation);
        var code = QueryHelpers.ParseQuery(callback.Query)["code"].ToString();
        var tokens = await client.RedeemAsync(code, pkce.Verifier, stack.Resource, Cancellation);
        return Jwt.Parse(tokens.AccessToken).Payload["amr"]!.ToJsonString();
    }

    private static async Task UseAsSecondFactorAsync(WatchedPage tab, Stack stack)
    {
        await SignOutAsync(tab, stack);
        await EnterPasswordAsync(tab, stack);
        await tab.AssertArrivesAsync("/sign-in/passkey");
        await tab.ShowAsync("passkey-second-factor");
        await tab.Page.ClickAsync("form[data-passkey] button");
        await tab.AssertArrivesAsync("/");
        Assert.Contains(
            "Password and passkey", await tab.Page.InnerTextAsync("dl"), StringComparison.Ordinal);
    }

    private static async Task<Authenticator> AddAppAsync(WatchedPage tab, Stack stack)
    {
        await tab.Page.GotoAsync(new Uri(stack.Issuer, "/security/totp").AbsoluteUri);
        var authenticator = Authenticator.Enrol((await tab.Page.TextContentAsync("#totp-secret"))!);
        await tab.Page.FillAsync("#Name", "Phone");
        await tab.Page.FillAsync("#Code", await authenticator.NextCodeAsync(Cancellation));
        await tab.Page.ClickAsync("main form button");
        await tab.AssertArrivesAsync("/security");
        return authenticator;
    }

    private static async Task RemovePasskeyAsync(WatchedPage tab, Stack stack)
    {
        var passkey = tab.Page.Locator("#factors > li", new() { HasText = "Virtual <device>" });
        await passkey.Locator("summary").ClickAsync();
        await tab.ShowAsync("security-factors");
        await passkey.Locator("button", new() { HasText = "Remove" }).ClickAsync();
        await passkey.WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        Assert.Contains("Phone", await tab.Page.InnerTextAsync("#factors"), StringComparison.Ordinal);
        await tab.Page.GotoAsync(stack.Issuer.AbsoluteUri);
        await tab.AssertArrivesAsync("/");
    }

    private static async Task SignOutAsync(WatchedPage tab, Stack stack)
    {
        await tab.Page.GotoAsync(stack.Issuer.AbsoluteUri);
        await tab.Page.ClickAsync("form[action='/sign-out'] button");
        await tab.AssertArrivesAsync("/sign-out");
        await tab.Page.GotoAsync(new Uri(stack.Issuer, "/sign-in").AbsoluteUri);
    }

    private static async Task EnterPasswordAsync(WatchedPage tab, Stack stack)
    {
        await tab.Page.FillAsync("[name=Name]", stack.Administrator.Name);
        await tab.Page.FillAsync("[name=Password]", Password);
        await tab.Page.ClickAsync("main form button");
    }
}
