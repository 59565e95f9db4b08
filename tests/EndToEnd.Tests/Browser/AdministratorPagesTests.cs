using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>What administrators look after, in a real browser.</summary>
public sealed class AdministratorPagesTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Theory]
    [InlineData("/admin/users", "admin-users")]
    [InlineData("/admin/users/new", "admin-users-new")]
    [InlineData("/admin/clients", "admin-clients")]
    [InlineData("/admin/clients/new", "admin-clients-new")]
    [InlineData("/admin/sessions", "admin-sessions")]
    [InlineData("/admin/bans", "admin-bans")]
    [InlineData("/admin/audit", "admin-audit")]
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
    public async Task User_is_added_put_into_groups_disabled_reset_and_deleted()
    {
        await using var chromium = await Chromium.LaunchAsync();
        await using var tab = await chromium.OpenAsync(
            await Stack.Administrator.SessionAsync(Cancellation, "/admin/users"));
        await tab.Page.GotoAsync(new Uri(Stack.Issuer, "/admin/users/new").AbsoluteUri);

        await tab.Page.FillAsync("#Name", "grace.hopper");
        await tab.Page.FillAsync("#DisplayName", "Grace Hopper");
        await tab.Page.FillAsync("#Email", "grace.hopper@example.org");
        await tab.Page.FillAsync("#Groups", "engineers, admirals");
        await tab.Page.ClickAsync("main button:text('Add the user')");
        await tab.ShowAsync("admin-user-added");

        await tab.Page.ClickAsync("a:text('Go to this user')");
        await tab.Page.FillAsync("#groups", "engineers, Not/Allowed");
        await tab.Page.ClickAsync("button:text('Save the groups')");
        await tab.AssertAlertAsync();
        await tab.ShowAsync("admin-user-refused");

        await tab.Page.ClickAsync("a:text('Disable this user')");
        await tab.ShowAsync("admin-user-disable");
        await tab.Page.ClickAsync("button:text('Disable grace.hopper')");
        await tab.ShowAsync("admin-user");

        await tab.Page.ClickAsync("a:text('Reset password and factors')");
        await tab.Page.ClickAsync("button:text('Reset grace.hopper')");
        await tab.ShowAsync("admin-user-reset");

        await tab.Page.ClickAsync("a:text('Back to the user')");
        await tab.Page.ClickAsync("a:text('Delete this user')");
        await tab.Page.ClickAsync("button:text('Delete grace.hopper')");
        await tab.AssertArrivesAsync("/admin/users");

        Assert.DoesNotContain("grace.hopper", await tab.Page.InnerTextAsync("main"), StringComparison.Ordinal);
        tab.AssertNoComplaints();
    }
}
