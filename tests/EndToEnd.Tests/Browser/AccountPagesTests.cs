using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>What somebody who is signed in can look after, in a real browser.</summary>
public sealed class AccountPagesTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("/", "overview")]
    [InlineData("/security", "security")]
    [InlineData("/security/totp", "security-totp")]
    [InlineData("/security/passkey", "security-passkey")]
    [InlineData("/security/recovery", "security-recovery")]
    [InlineData("/security/password", "security-password")]
    [InlineData("/sessions", "sessions")]
    [InlineData("/applications", "applications")]
    public async Task Page_is_readable_light_dark_and_on_a_small_screen(string path, string name)
    {
        await Stack.SignInAsync(Cancellation);
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Stack.Administrator.SessionAsync(Cancellation, path));

        var response = await tab.Page.GotoAsync(new Uri(Stack.Issuer, path).AbsoluteUri);

        Assert.Equal(200, response!.Status);
        Assert.Equal(path, new Uri(tab.Page.Url).AbsolutePath);
        await tab.ShowAsync(name);
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Ways_to_sign_in_are_readable_light_dark_and_on_a_small_screen()
    {
        await Stack.Administrator.SignInAsync(Cancellation);
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();

        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/sign-in/passkey").AbsoluteUri);
        await tab.ShowAsync("sign-in-passkey");
        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/sign-in").AbsoluteUri);
        await tab.ShowAsync("sign-in-again");
        await tab.Page.FillAsync("#Name", Stack.Administrator.Name);
        await tab.Page.FillAsync("#Password", Stack.Administrator.Password);
        await tab.Page.ClickAsync("button:text('Continue')");
        await tab.AssertArrivesAsync("/sign-in/totp");
        await tab.Page.ClickAsync("text=Use a recovery code");
        await tab.AssertArrivesAsync("/sign-in/recovery");
        await tab.ShowAsync("sign-in-recovery");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Recovery_codes_are_readable_light_dark_and_on_a_small_screen()
    {
        const string Path = "/security/recovery";
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Stack.Administrator.SessionAsync(Cancellation, Path));

        await tab.Page.GotoAsync(new Uri(Stack.Issuer, Path).AbsoluteUri);
        await tab.Page.ClickAsync("main form button");
        await tab.Page.Locator("#recovery-codes").WaitForAsync();

        await tab.ShowAsync("security-recovery-codes");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Session_of_this_browser_and_the_client_that_was_let_in_are_listed()
    {
        await Stack.SignInAsync(Cancellation);
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Stack.Administrator.SessionAsync(Cancellation));

        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/sessions").AbsoluteUri);
        var sessions = await tab.Page.InnerTextAsync("main");
        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/applications").AbsoluteUri);
        var applications = await tab.Page.InnerTextAsync("main");

        Assert.Contains("127.0.0.1", sessions, StringComparison.Ordinal);
        Assert.Contains("By hand", applications, StringComparison.Ordinal);
    }
}
