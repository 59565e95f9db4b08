using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;
using Microsoft.AspNetCore.WebUtilities;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>What a new administrator goes through with a new client, in a real browser, on a new stack.</summary>
public sealed class FirstSignInTests
{
    private const string ClientName = "Browser <b>client</b>";
    private const string Password = "a better password than that";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_newcomer_changes_the_password_enrols_and_approves_the_client()
    {
        await using var stack = await Stack.StartAsync(cancellationToken: Cancellation);
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();
        await using var listener = await CallbackListener.StartAsync();
        var client = await stack.RegisterAsync(ClientName, Cancellation);
        var pkce = Pkce.Create();
        var request = client.AuthorizationRequest(
            pkce, stack.Resource, ("redirect_uri", listener.RedirectUri.OriginalString));

        await tab.Page.GotoAsync(request.AbsoluteUri);
        await EnterOneTimePasswordAsync(tab, stack.Administrator);
        await ChangePasswordAsync(tab);
        using var authenticator = await EnrolAsync(tab);
        await ConsentAsync(tab, listener);
        var callback = await listener.CallbackAsync(Cancellation);

        var parameters = QueryHelpers.ParseQuery(callback.Query);
        Assert.Equal("a-state", parameters["state"]);
        Assert.Equal(stack.IssuerName, parameters["iss"]);
        Assert.NotEmpty(parameters["code"].ToString());
        tab.AssertNoComplaints();
    }

    private static async Task EnterOneTimePasswordAsync(WatchedPage tab, Person administrator)
    {
        await tab.AssertArrivesAsync("/sign-in");
        await tab.ShowAsync("sign-in");

        await tab.Page.FillAsync("[name=Name]", administrator.Name);
        await tab.Page.FillAsync("[name=Password]", "not the password");
        await tab.Page.ClickAsync("main form button");
        await tab.AssertAlertAsync();
        await tab.AssertArrivesAsync("/sign-in");
        await tab.ShowAsync("sign-in-refused");

        await tab.Page.FillAsync("[name=Name]", administrator.Name);
        await tab.Page.FillAsync("[name=Password]", administrator.Password);
        await tab.Page.ClickAsync("main form button");
    }

    private static async Task ChangePasswordAsync(WatchedPage tab)
    {
        await tab.AssertArrivesAsync("/sign-in/password");
        await tab.ShowAsync("change-password");

        await tab.Page.FillAsync("[name=NewPassword]", Password);
        await tab.Page.FillAsync("[name=ConfirmPassword]", Password + "?");
        await tab.Page.ClickAsync("main form button");
        await tab.AssertAlertAsync();
        await tab.AssertArrivesAsync("/sign-in/password");

        await tab.Page.FillAsync("[name=NewPassword]", Password);
        await tab.Page.FillAsync("[name=ConfirmPassword]", Password);
        await tab.Page.ClickAsync("main form button");
    }

    private static async Task<Authenticator> EnrolAsync(WatchedPage tab)
    {
        await tab.AssertArrivesAsync("/enroll/totp");
        Assert.True(await tab.Page.EvaluateAsync<int>("document.getElementById('totp-qr').naturalWidth") > 0);
        var secret = await tab.Page.TextContentAsync("#totp-secret");
        // The picture of this page carries a secret, if one that goes away with the stack.
        await tab.ShowAsync("enrol-totp");

        await tab.Page.FillAsync("[name=Code]", "000000");
        await tab.Page.ClickAsync("main form button");
        await tab.AssertAlertAsync();
        await tab.AssertArrivesAsync("/enroll/totp");
        Assert.Equal(secret, await tab.Page.TextContentAsync("#totp-secret"));

        var authenticator = Authenticator.Enrol(secret!);
        await tab.Page.FillAsync("[name=Code]", await authenticator.NextCodeAsync(Cancellation));
        await tab.Page.ClickAsync("main form button");
        return authenticator;
    }

    private static async Task ConsentAsync(WatchedPage tab, CallbackListener listener)
    {
        await tab.AssertArrivesAsync("/consent");
        var text = await tab.Page.InnerTextAsync("main");
        // The name is shown as text, never as the markup that a client may put into it.
        Assert.Contains(ClientName, text);
        Assert.Contains(listener.RedirectUri.Host, text);
        await tab.ShowAsync("consent");

        await tab.Page.ClickAsync("[name=decision][value=allow]");
        await tab.Page.WaitForURLAsync($"{listener.RedirectUri}**");
    }
}
