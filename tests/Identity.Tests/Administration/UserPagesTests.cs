using System.Net;
using System.Text.RegularExpressions;
using McpAspire.Identity.Tests.Running;
using Group = McpAspire.Identity.Users.Group;

namespace McpAspire.Identity.Tests.Administration;

/// <summary>The pages on which administrators look after users.</summary>
public sealed partial class UserPagesTests(SharedIdentity identity)
{
    private const string Script = "<script>alert(1)</script>";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Added_user_signs_in_with_the_password_that_is_shown_once()
    {
        var browser = await SignInAsync();
        var name = NewName();

        var made = await browser.SubmitAsync("/admin/users/new", new()
        {
            ["Name"] = name, ["DisplayName"] = "Ann", ["Email"] = $"{name}@example.org", ["Groups"] = "staff, ops",
        });
        var entered = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = name, ["Password"] = PasswordOn(made) });
        var shown = await browser.GetAsync(await PathOfAsync(name));

        Assert.Equal("/sign-in/password", entered.Location);
        Assert.Contains("value=\"ops, staff\"", shown.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(PasswordOn(made), shown.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_that_is_not_allowed_is_told_beside_what_was_typed()
    {
        var browser = await SignInAsync();

        var answer = await browser.SubmitAsync("/admin/users/new", new() { ["Name"] = Script });

        Assert.Contains("role=\"alert\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("value=\"&lt;script&gt;", answer.Body, StringComparison.Ordinal);
        Assert.DoesNotContain(Script, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task User_is_disabled_after_a_question_and_enabled_again()
    {
        var browser = await SignInAsync();
        var person = await _host.NewPersonAsync();
        var path = await PathOfAsync(person.Name);

        var asked = await browser.GetAsync($"{path}/disable");
        var isStillOn = (await AccountsOf.FindAsync(_host, person.Name))!.Summary.DisabledAt is null;
        await browser.SubmitAsync($"{path}/disable", []);
        var disabled = await browser.GetAsync(path);
        await browser.PostAsync($"{path}?handler=Enable", Browser.Hidden(disabled, []));

        Assert.Contains($"Disable {person.Name}?", asked.Body, StringComparison.Ordinal);
        Assert.True(isStillOn);
        Assert.Contains("Disabled since", disabled.Body, StringComparison.Ordinal);
        Assert.Null((await AccountsOf.FindAsync(_host, person.Name))!.Summary.DisabledAt);
    }

    [Fact]
    public async Task Reset_shows_the_new_password_and_delete_leads_back_to_the_list()
    {
        var browser = await SignInAsync();
        var person = await _host.NewPersonAsync();
        var path = await PathOfAsync(person.Name);

        var reset = await browser.SubmitAsync($"{path}/reset", []);
        var entered = await _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = PasswordOn(reset) });
        var deleted = await browser.SubmitAsync($"{path}/delete", []);

        Assert.Equal("/sign-in/password", entered.Location);
        Assert.Equal("/admin/users", deleted.Location);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Password_and_factors_are_reset_one_without_the_other()
    {
        var browser = await SignInAsync();
        var person = await _host.NewPersonAsync();
        var path = await PathOfAsync(person.Name);

        var password = await browser.SubmitAsync($"{path}/password", []);
        var kept = await AccountsOf.FindAsync(_host, person.Name);
        var factors = await browser.SubmitAsync($"{path}/factors", []);
        var left = await AccountsOf.FindAsync(_host, person.Name);

        Assert.NotEmpty(PasswordOn(password));
        Assert.Equal((true, 1), (kept!.PasswordIsOneTime, kept.Authenticators));
        Assert.Equal(path, factors.Location);
        Assert.Equal(0, left!.Authenticators);
    }

    [Fact]
    public async Task Deed_in_another_spelling_is_not_taken_for_the_worst_one()
    {
        var browser = await SignInAsync();
        var person = await _host.NewPersonAsync();
        var path = await PathOfAsync(person.Name);
        var form = Browser.Hidden(await browser.GetAsync($"{path}/disable"), []);

        var asked = await browser.GetAsync($"{path}/DISABLE");
        var done = await browser.PostAsync($"{path}/DISABLE", form);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (asked.Status, done.Status));
        Assert.Null((await AccountsOf.FindAsync(_host, person.Name))!.Summary.DisabledAt);
    }

    [Fact]
    public async Task Last_administrator_is_told_why_nothing_happens()
    {
        await using var host = await IdentityHost.StartAsync();
        var administrator = await host.NewAdministratorAsync();
        var browser = await administrator.SignInAsync();
        var path = $"/admin/users/{administrator.AccountId}";

        foreach (var deed in (string[])["disable", "delete"])
        {
            var answer = await browser.SubmitAsync($"{path}/{deed}", []);
            Assert.Contains("This is the last administrator", answer.Body, StringComparison.Ordinal);
        }

        var page = await browser.GetAsync(path);
        var groups = await browser.PostAsync($"{path}?handler=Groups", Browser.Hidden(page, new() { ["groups"] = "" }));
        Assert.Contains("This is the last administrator", groups.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/admin/users")).Status);
    }

    [Fact]
    public async Task Names_are_shown_as_text_on_every_page()
    {
        var browser = await SignInAsync();
        var name = NewName();
        await browser.SubmitAsync("/admin/users/new", new() { ["Name"] = name, ["DisplayName"] = Script });
        await Client.RegisterAsync(_host, name: Script);
        await (await _host.NewPersonAsync()).SignInAsync(_host.NewBrowser($"Mozilla/5.0 Chrome/1 {Script}"));

        foreach (var path in (string[])
        [
            $"/admin/users?search={name}", await PathOfAsync(name), "/admin/clients", "/admin/sessions",
            "/admin/bans", "/admin/audit", $"/admin/audit?account={Uri.EscapeDataString(Script)}",
            $"/admin/users?search={Uri.EscapeDataString(Script)}",
        ])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<script", page.Body, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task Search_that_finds_nobody_says_so()
    {
        var browser = await SignInAsync();

        Assert.Contains(
            "No user matches.", (await browser.GetAsync("/admin/users?search=nobody-is-called-this")).Body,
            StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.OK, (await browser.GetAsync("/admin/users?page-number=2147483647")).Status);
    }

    private async Task<Browser> SignInAsync() => await (await _host.NewPersonAsync(Group.Administrators)).SignInAsync();

    private async Task<string> PathOfAsync(string name) =>
        $"/admin/users/{(await AccountsOf.FindAsync(_host, name))!.Summary.Id}";

    private static string PasswordOn(Answer page)
    {
        var found = PasswordField().Match(page.Body);
        Assert.True(found.Success, page.Body);
        return found.Groups[1].Value;
    }

    private static string NewName() => $"page-{Guid.NewGuid():N}";

    [GeneratedRegex("id=\"one-time-password\">([^<]+)<")]
    private static partial Regex PasswordField();
}
