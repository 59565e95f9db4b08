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
