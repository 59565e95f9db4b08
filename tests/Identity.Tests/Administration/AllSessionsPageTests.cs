using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Tests.Running;
using Group = McpAspire.Identity.Users.Group;

namespace McpAspire.Identity.Tests.Administration;

/// <summary>The page on which administrators see and end sessions.</summary>
public sealed partial class AllSessionsPageTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Session_of_somebody_else_is_listed_and_ended()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var browser = await SignInAsync();

        var list = await browser.GetAsync("/admin/sessions");
        var id = EntryOf(list, person.Name, "name=\"id\" value=\"([^\"]+)\"");
        await browser.PostAsync("/admin/sessions", Browser.Hidden(list, new() { ["id"] = id }));

        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
        Assert.DoesNotContain(person.Name, (await browser.GetAsync("/admin/sessions")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(session.Cookies.GetValueOrDefault("session", "-"), list.Body, StringComparison.Ordinal);
    }

    private async Task<Browser> SignInAsync() => await (await _host.NewPersonAsync(Group.Administrators)).SignInAsync();

    private static string EntryOf(Answer list, string name, string pattern)
    {
        var entry = Assert.Single(
            Entries().Split(list.Body), part => part.Contains($">{name}<", StringComparison.Ordinal));
        return Regex.Match(entry, pattern).Groups[1].Value;
    }

    [GeneratedRegex("<li>")]
    private static partial Regex Entries();
}
