using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.People;
using McpAspire.EndToEnd.Tests.Stacks;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Playwright;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>The pages of somebody who is known already, in a real browser.</summary>
public sealed class PageTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    private Person Administrator => fixture.Stack.Administrator;

    [Fact]
    public async Task The_keyboard_alone_signs_in_and_out()
    {
        await Administrator.SignInAsync(Cancellation);
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();

        await tab.Page.GotoAsync(Stack.Issuer.AbsoluteUri);
        await tab.FocusAsync("[name=Name]");
        await tab.Page.Keyboard.TypeAsync(Administrator.Name);
        await tab.FocusAsync("[name=Password]");
        await tab.Page.Keyboard.TypeAsync(Administrator.Password);
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.AssertArrivesAsync("/sign-in/totp");
        await tab.ShowAsync("totp");

        await tab.FocusAsync("[name=Code]");
        await tab.Page.Keyboard.TypeAsync(await Administrator.Authenticator!.NextCodeAsync(Cancellation));
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.AssertArrivesAsync("/");
        Assert.Contains(Administrator.Name, await tab.Page.InnerTextAsync("main"));
        await tab.ShowAsync("account");

        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/sign-out").AbsoluteUri);
        await tab.ShowAsync("sign-out");
        await tab.FocusAsync("main form button");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Page.Locator("main form").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        await tab.ShowAsync("signed-out");

        await tab.Page.GotoAsync(Stack.Issuer.AbsoluteUri);
        await tab.AssertArrivesAsync("/sign-in");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_person_who_says_no_sends_the_client_away()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Administrator.SessionAsync(Cancellation));
        await using var listener = await CallbackListener.StartAsync();
        var client = await Stack.RegisterAsync("Unwanted", Cancellation);

        await tab.Page.GotoAsync(client.AuthorizationRequest(
            Pkce.Create(), Stack.Resource, ("redirect_uri", listener.RedirectUri.OriginalString)).AbsoluteUri);
        await tab.AssertArrivesAsync("/consent");
        await tab.Page.ClickAsync("[name=decision][value=deny]");

        var callback = await listener.CallbackAsync(Cancellation);
        Assert.Equal("access_denied", QueryHelpers.ParseQuery(callback.Query)["error"]);
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task An_answer_is_posted_to_the_client_that_wants_a_form()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(await Administrator.SessionAsync(Cancellation));
        await using var listener = await CallbackListener.StartAsync();
        var client = await Stack.RegisterAsync("Poster", Cancellation);

        await tab.Page.GotoAsync(client.AuthorizationRequest(
            Pkce.Create(), Stack.Resource, ("redirect_uri", listener.RedirectUri.OriginalString),
            ("response_mode", "form_post")).AbsoluteUri);
        await tab.AssertArrivesAsync("/consent");
        await tab.Page.ClickAsync("[name=decision][value=allow]");

        var callback = QueryHelpers.ParseQuery((await listener.CallbackAsync(Cancellation)).Query);
        Assert.Equal(["code", "iss", "state"], callback.Keys.Order());
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_broken_request_ends_on_a_page_that_explains_itself()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();

        var response = await tab.Page.GotoAsync(
            new Uri(Stack.Issuer, "/connect/authorize?client_id=nobody&response_type=code").AbsoluteUri);

        Assert.Equal(400, response!.Status);
        await tab.ShowAsync("error");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task A_path_that_does_not_exist_has_a_page_too()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync();

        var response = await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/no-such-page").AbsoluteUri);

        Assert.Equal(404, response!.Status);
        await tab.ShowAsync("not-found");
        tab.AssertNoComplaints();
    }

    [Fact]
    public async Task Scripts_and_frames_are_forbidden_to_the_pages()
    {
        using var response = await Stack.Http.GetAsync(new Uri(Stack.Issuer, "/sign-in"), Cancellation);

        var policy = Assert.Single(response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.DoesNotContain("unsafe", policy);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }
}
