using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>The way from the sign-in for somebody who forgot the password, in a real browser.</summary>
public sealed class ForgottenPasswordTests(StackFixture fixture)
{
    [Fact]
    public async Task Where_no_mail_is_sent_the_page_says_whom_to_ask()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();

        await tab.Page.GotoAsync(new Uri(fixture.Stack.Issuer, "/sign-in").AbsoluteUri);
        await tab.ShowAsync("sign-in");
        await tab.Page.ClickAsync("a[href='/reset']");
        await tab.AssertArrivesAsync("/reset");

        Assert.Contains("Ask your administrator", await tab.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        await tab.ShowAsync("forgotten");
        tab.AssertNoComplaints();
    }
}
