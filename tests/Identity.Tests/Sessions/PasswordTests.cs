using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Sessions;

/// <summary>A new password ends what the old one opened.</summary>
public sealed class PasswordTests(SharedIdentity identity)
{
    private const string Path = "/security/password";
    private const string NewPassword = "an entirely different phrase";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Change_ends_all_other_sessions_and_gives_the_own_a_new_id()
    {
        var person = await _host.NewPersonAsync();
        var other = await person.SignInAsync();
        var mine = await person.SignInAsync();
        var thief = _host.NewBrowser();
        thief.Cookies["session"] = mine.Cookies["session"];
        var half = _host.NewBrowser();
        await person.EnterPasswordAsync(half);

        var done = await mine.SubmitAsync(Path, Fields(person));

        Assert.Contains("Password changed", done.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/")).Status);
        Assert.Equal("/sign-in", (await half.GetAsync("/sign-in/totp")).Location);
    }

    [Fact]
    public async Task Stolen_cookie_opens_nothing_after_the_change_even_where_applications_stay()
    {
        var person = await _host.NewPersonAsync();
        var other = await person.SignInAsync();
        var mine = await person.SignInAsync();
        var thief = _host.NewBrowser();
        thief.Cookies["session"] = mine.Cookies["session"];

        await mine.SubmitAsync(Path, Fields(person, disconnects: false));

        Assert.Equal(HttpStatusCode.OK, (await mine.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await other.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await thief.GetAsync("/")).Status);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.BadRequest)]
    [InlineData(false, HttpStatusCode.OK)]
    public async Task Applications_are_disconnected_as_the_person_chose(bool disconnects, HttpStatusCode refreshed)
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(session);

        await session.SubmitAsync(Path, Fields(person, disconnects));

        Assert.Equal(refreshed, (await client.RefreshAsync(tokens.Refresh!)).Status);
    }

    [Fact]
    public async Task Old_password_is_refused_afterwards_and_the_new_one_is_not()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        await session.SubmitAsync(Path, Fields(person));

        var old = await EnterAsync(person.Password);
        var @new = await EnterAsync(NewPassword);

        Assert.Equal(HttpStatusCode.OK, old.Status);
        Assert.StartsWith("/sign-in/totp", @new.Location, StringComparison.Ordinal);

        Task<Answer> EnterAsync(string password) => _host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = person.Name, ["Password"] = password });
    }

    [Fact]
    public async Task Password_that_was_just_shown_is_compared_once()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var before = host.Hasher.Comparisons;

        var same = await session.SubmitAsync(Path, new(Fields(person))
        {
            ["NewPassword"] = person.Password, ["ConfirmPassword"] = person.Password,
        });
        var done = await session.SubmitAsync(Path, Fields(person));

        Assert.Contains("must differ from the one it replaces", same.Body, StringComparison.Ordinal);
        Assert.Contains("Password changed", done.Body, StringComparison.Ordinal);
        Assert.Equal(2, host.Hasher.Comparisons - before);
    }

    [Theory]
    [InlineData("not the current one", NewPassword, NewPassword, "current password is not right, or")]
    [InlineData(null, "short", "short", "at least 12")]
    [InlineData(null, "passwordpassword", "passwordpassword", "would be guessed soon")]
    [InlineData(null, NewPassword, "something else entirely", "not the same")]
    public async Task Bad_input_changes_nothing(string? current, string next, string confirmed, string told)
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var answer = await session.SubmitAsync(Path, new()
        {
            ["CurrentPassword"] = current ?? person.Password, ["NewPassword"] = next, ["ConfirmPassword"] = confirmed,
        });

        Assert.Contains(told, answer.Body, StringComparison.Ordinal);
        await person.SignInAsync();
    }

    [Fact]
    public async Task Session_of_eleven_minutes_shows_no_form_and_its_form_changes_nothing()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Session:Inactivity"] = "00:30:00" },
        });
        var person = await host.NewPersonAsync();
        var session = await person.SignInAsync();
        var form = Browser.Hidden(await session.GetAsync(Path), Fields(person));

        host.Clock.Advance(TimeSpan.FromMinutes(11));
        var shown = await session.GetAsync(Path);
        var sent = await session.PostAsync(Path, form);

        Assert.Equal("/sign-in?returnUrl=%2Fsecurity%2Fpassword", shown.Location);
        Assert.Equal(shown.Location, sent.Location);
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/")).Status);
        await person.SignInAsync(session, Path);
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync(Path)).Status);
    }

    [Fact]
    public async Task Form_without_antiforgery_token_changes_nothing()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var answer = await session.PostAsync(Path, Fields(person));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        await person.SignInAsync();
    }

    private static Dictionary<string, string> Fields(Person person, bool disconnects = true)
    {
        var fields = new Dictionary<string, string>
        {
            ["CurrentPassword"] = person.Password, ["NewPassword"] = NewPassword, ["ConfirmPassword"] = NewPassword,
        };
        if (disconnects)
            fields["Disconnect"] = "true";
        return fields;
    }
}
