using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Commands;

/// <summary>Commands that look after users.</summary>
public sealed class UserCommandTests(SharedIdentity identity)
{
    private const string Chosen = "seven purple elephants";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Groups_are_replaced_shown_and_taken_away()
    {
        var person = await _host.NewPersonAsync("old");

        var replaced = await RunAsync("groups", person.Name, "new", "other");
        var shown = await RunAsync("groups", person.Name, "--json");
        var both = await RunAsync("groups", person.Name, "new", "--none");
        var none = await RunAsync("groups", person.Name, "--none");

        Assert.Equal(0, replaced.Code);
        Assert.Equal(["new", "other"], shown.Json.EnumerateArray().Select(group => group.GetString()));
        Assert.Equal(2, both.Code);
        Assert.Equal(0, none.Code);
        Assert.Empty((await AccountsOf.FindAsync(_host, person.Name))!.Summary.Groups);
    }

    [Fact]
    public async Task User_is_deleted_only_when_it_is_meant()
    {
        var person = await _host.NewPersonAsync();

        var hesitant = await RunAsync("delete", person.Name);
        var isStillThere = await AccountsOf.FindAsync(_host, person.Name) is not null;
        var deleted = await RunAsync("delete", person.Name, "--yes");

        Assert.Equal(1, hesitant.Code);
        Assert.Contains("--yes", hesitant.Error, StringComparison.Ordinal);
        Assert.True(isStillThere);
        Assert.Equal(0, deleted.Code);
        Assert.Null(await AccountsOf.FindAsync(_host, person.Name));
    }

    [Fact]
    public async Task Reset_of_the_factors_leaves_the_password_and_leads_to_a_new_enrolment()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var reset = await RunAsync("reset-factor", person.Name);
        var entered = await EnterAsync(person.Name, person.Password);

        Assert.DoesNotContain("One-time password", reset.Output, StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?", (await session.GetAsync("/")).Location, StringComparison.Ordinal);
        Assert.StartsWith("/enroll", entered.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_of_both_leaves_nothing_of_the_old()
    {
        var person = await _host.NewPersonAsync();

        var reset = await RunAsync("reset-factor", person.Name, "--and-password", "--json");
        var password = reset.Json.GetProperty("oneTimePassword").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(person.Name, person.Password)).Status);
        Assert.Equal("/sign-in/password", (await EnterAsync(person.Name, password)).Location);
        Assert.Equal(0, (await AccountsOf.FindAsync(_host, person.Name))!.Authenticators);
    }

    [Fact]
    public async Task Reset_of_the_password_keeps_the_factors()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        var reset = await RunAsync("reset-password", person.Name, "--json");
        var password = reset.Json.GetProperty("oneTimePassword").GetString()!;

        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(person.Name, person.Password)).Status);
        Assert.NotEmpty((await EnterAsync(person.Name, password)).Location);
        Assert.StartsWith("/sign-in?", (await session.GetAsync("/")).Location, StringComparison.Ordinal);
        Assert.Equal(1, (await AccountsOf.FindAsync(_host, person.Name))!.Authenticators);
    }

    [Fact]
    public async Task Password_of_the_standard_input_stays_and_is_never_shown()
    {
        var name = $"typed-{Guid.NewGuid():N}";

        var added = await CommandResult.TypedAsync(_host, Chosen + "\n", "user", "add", name, "--ask-password");
        var entered = await EnterAsync(name, Chosen);
        var changed = await CommandResult.TypedAsync(
            _host, "eight green giraffes\r\n", "user", "reset-password", name, "--ask-password");
        var again = await EnterAsync(name, "eight green giraffes");

        Assert.Equal(0, added.Code);
        Assert.DoesNotContain(Chosen, added.Output + added.Error, StringComparison.Ordinal);
        Assert.StartsWith("/enroll", entered.Location, StringComparison.Ordinal);
        Assert.Equal(0, changed.Code);
        Assert.StartsWith("/enroll", again.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Weak_password_of_the_standard_input_is_refused()
    {
        var name = $"typed-{Guid.NewGuid():N}";

        var done = await CommandResult.TypedAsync(_host, "short\n", "user", "add", name, "--ask-password");

        Assert.Equal(1, done.Code);
        Assert.Contains("characters", done.Error, StringComparison.Ordinal);
        Assert.Null(await AccountsOf.FindAsync(_host, name));
    }

    [Fact]
    public async Task Last_administrator_is_kept()
    {
        await using var host = await IdentityHost.StartAsync();
        var administrator = await host.NewAdministratorAsync();

        foreach (var args in (string[][])
        [
            ["user", "disable", administrator.Name], ["user", "delete", administrator.Name, "--yes"],
            ["user", "groups", administrator.Name, "--none"],
        ])
        {
            var done = await CommandResult.OfAsync(host, args);
            Assert.Equal(1, done.Code);
            Assert.Contains("last administrator", done.Error, StringComparison.Ordinal);
        }
    }

    private Task<CommandResult> RunAsync(params string[] args) => CommandResult.OfAsync(_host, ["user", .. args]);

    private Task<Answer> EnterAsync(string name, string password) =>
        _host.NewBrowser().SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = password });
}
