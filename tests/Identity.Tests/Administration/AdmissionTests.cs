using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;

namespace McpAspire.Identity.Tests.Administration;

/// <summary>Who gets to the pages of administrators.</summary>
public sealed class AdmissionTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task To_those_who_are_no_administrators_every_address_is_an_unknown_page()
    {
        var person = await (await _host.NewPersonAsync("staff")).SignInAsync();
        var stranger = _host.NewBrowser();

        foreach (var browser in (Browser[])[person, stranger])
        {
            var unknown = await browser.GetAsync("/no-such-page");
            var unknownForm = await browser.PostAsync("/no-such-page", []);
            foreach (var path in AdministratorPaths().Append("/admin").Append("/ADMIN/users").Append("/admin/nothing"))
            {
                AssertSame(unknown, await browser.GetAsync(path));
                AssertSame(unknownForm, await browser.PostAsync(path, []));
                AssertSame(unknown, await browser.SendAsync(new HttpRequestMessage(HttpMethod.Put, path)));
            }
        }
    }

    [Fact]
    public async Task Form_of_a_person_who_lost_the_group_does_nothing()
    {
        var administrator = await _host.NewPersonAsync(Group.Administrators);
        var browser = await administrator.SignInAsync();
        var form = await browser.GetAsync("/admin/users/new");
        await AccountsOf.SetGroupsAsync(_host, administrator.AccountId);

        var answer = await browser.PostAsync("/admin/users/new", Browser.Hidden(form, new() { ["Name"] = "late" }));

        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Null(await AccountsOf.FindAsync(_host, "late"));
    }

    [Fact]
    public async Task Administrator_whose_sign_in_is_old_signs_in_anew_before_pages_and_forms()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Session:Inactivity"] = "00:30:00" },
        });
        var browser = await (await host.NewPersonAsync(Group.Administrators)).SignInAsync();
        var form = await browser.GetAsync("/admin/users/new");
        host.Clock.Advance(TimeSpan.FromMinutes(11));

        var page = await browser.GetAsync("/admin/users?search=a");
        var answer = await browser.PostAsync("/admin/users/new", Browser.Hidden(form, new() { ["Name"] = "late" }));

        Assert.Equal("/sign-in?returnUrl=%2Fadmin%2Fusers%3Fsearch%3Da", page.Location);
        Assert.Equal("/sign-in?returnUrl=%2Fadmin%2Fusers%2Fnew", answer.Location);
        Assert.Null(await AccountsOf.FindAsync(host, "late"));
    }

    [Fact]
    public async Task Session_that_ran_out_leads_to_the_sign_in_from_every_address_alike()
    {
        await using var host = await IdentityHost.StartAsync();
        var browser = await (await host.NewPersonAsync(Group.Administrators)).SignInAsync();
        var cookie = browser.Cookies["session"];
        host.Clock.Advance(TimeSpan.FromMinutes(6));

        foreach (var path in (string[])["/admin/users", "/admin/nothing"])
        {
            browser.Cookies["session"] = cookie;
            Assert.Equal(
                $"/sign-in?returnUrl={Uri.EscapeDataString(path)}", (await browser.GetAsync(path)).Location);
        }
    }

    [Fact]
    public async Task Pages_are_linked_for_administrators_only()
    {
        var administrator = await (await _host.NewPersonAsync(Group.Administrators)).SignInAsync();
        var person = await (await _host.NewPersonAsync()).SignInAsync();

        Assert.Contains("href=\"/admin/users\"", (await administrator.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain("/admin", (await person.GetAsync("/")).Body, StringComparison.Ordinal);
    }

    private IEnumerable<string> AdministratorPaths()
    {
        var paths = MappedRoute.All(_host).Select(route => route.Path)
            .Where(path => path.StartsWith("/admin", StringComparison.Ordinal)).ToList();
        Assert.True(paths.Count >= 10, "There are fewer pages for administrators than there were.");
        return paths;
    }

    private static void AssertSame(Answer expected, Answer actual)
    {
        Assert.Equal(HttpStatusCode.NotFound, actual.Status);
        Assert.Equal(expected.Body, actual.Body);
        Assert.Equal(Names(expected), Names(actual));
    }

    private static IEnumerable<string> Names(Answer answer) =>
        answer.Response.Headers.Concat(answer.Response.Content.Headers).Select(header => header.Key)
            .Order(StringComparer.Ordinal);
}
