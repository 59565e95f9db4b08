using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;

namespace McpAspire.Identity.Tests.Users.Import;

/// <summary>Users of Authelia, taken over on the command line.</summary>
public sealed class UserImportTests(SharedIdentity identity) : IDisposable
{
    private const string Password = "correct horse battery staple";

    /// <summary>One hash of that password of each kind that Authelia writes.</summary>
    private static readonly string[] Hashes =
    [
        "$argon2id$v=19$m=1024,t=3,p=4$c2FsdHNhbHRzYWx0c2Fs+w$sjjNoQBJblDvcMDF1qSXu+XbPkhQ8IHH3CVDglxJy6A",
        "$scrypt$ln=10,r=8,p=1$c2FsdHNhbHRzYWx0c2Fs+w$wjDsqNiZ0jIy9fTM2BmLCzdh/bB8yj08WBlzaYa+NTY",
        "$pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2Fs.w$N9kAJnI.bhD/EZ4.jVqM.PEAtuHsPbAMB6MZDM1ah7Q",
        "$2b$05$abcdefghijklmnopqrstuuFiPhXf1sVd3pCCRO.uVh34H/qI/ZsuS",
        "$6$abcdefgh$VN7LMkaLOrsMSWYHlf/ovyaWJao3Zm4TBZ4xfZWXb3l5At21Utq1nOJwr6vKh6Wgb2f1irZkd2TDXRV6cwWw51",
    ];

    private readonly IdentityHost _host = identity.Host;
    private readonly string _file = Path.GetTempFileName();
    private readonly string _mark = Guid.NewGuid().ToString("N");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_file);

    [Fact]
    public async Task Users_sign_in_with_the_passwords_of_every_kind_of_hash()
    {
        await WriteAsync([.. Hashes.Select((hash, kind) => (NameOf($"kind{kind}"), $"password: '{hash}'"))]);

        var done = await ImportAsync("--json");

        Assert.Equal((0, string.Empty), (done.Code, done.Error));
        Assert.All(done.Json.EnumerateArray(), user => Assert.Equal("Taken", user.GetProperty("outcome").GetString()));
        for (var kind = 0; kind < Hashes.Length; kind++)
        {
            Assert.StartsWith(
                "/enroll", (await EnterAsync(NameOf($"kind{kind}"), Password)).Location, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, (await EnterAsync(NameOf($"kind{kind}"), "another")).Status);
        }
    }

    [Fact]
    public async Task Names_addresses_groups_and_the_lock_are_taken()
    {
        await WriteAsync(
            (NameOf("Ann"), $"displayname: Ann A., email: {NameOf("ann")}@example.org, groups: [Staff, ops], "
                + $"password: '{Hashes[3]}'"),
            (NameOf("bob"), $"disabled: true, password: '{Hashes[3]}'"));

        var done = await ImportAsync();
        var ann = await AccountsOf.FindAsync(_host, NameOf("ann"));
        var bob = await AccountsOf.FindAsync(_host, NameOf("bob"));

        Assert.Equal(0, done.Code);
        Assert.Equal(("Ann A.", $"{NameOf("ann")}@example.org"), (ann!.Summary.DisplayName, ann.Summary.Email));
        Assert.Equal(["ops", "staff"], ann.Summary.Groups);
        Assert.NotNull(bob!.Summary.DisabledAt);
        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(NameOf("bob"), Password)).Status);
    }

    [Fact]
    public async Task Second_run_changes_nothing_and_brings_no_old_password_back()
    {
        await WriteAsync((NameOf("ann"), $"groups: [staff], password: '{Hashes[3]}'"));
        await ImportAsync();
        await CommandResult.TypedAsync(
            _host, "eight green giraffes\n", "user", "reset-password", NameOf("ann"), "--ask-password");
        await CommandResult.OfAsync(_host, "user", "groups", NameOf("ann"), "other");

        var again = await ImportAsync();

        Assert.Equal(0, again.Code);
        Assert.Contains("is here already", again.Output, StringComparison.Ordinal);
        Assert.Equal(["other"], (await AccountsOf.FindAsync(_host, NameOf("ann")))!.Summary.Groups);
        Assert.Equal(HttpStatusCode.OK, (await EnterAsync(NameOf("ann"), Password)).Status);
        Assert.StartsWith(
            "/enroll", (await EnterAsync(NameOf("ann"), "eight green giraffes")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dry_run_tells_the_same_and_writes_nothing()
    {
        await WriteAsync(
            (NameOf("ann"), $"groups: [staff, 'not allowed'], password: '{Hashes[3]}'"),
            ("two words", string.Empty));

        var dry = await ImportAsync("--dry-run");
        var isAbsent = await AccountsOf.FindAsync(_host, NameOf("ann")) is null;
        var real = await ImportAsync();

        Assert.True(isAbsent);
        Assert.Equal(real, dry);
        Assert.Equal(1, real.Code);
        Assert.Contains("1 of 2 users were not taken.", real.Error, StringComparison.Ordinal);
        Assert.Contains("The group name 'not allowed' is not allowed.", real.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Group_gives_rights_here_only_where_it_is_said()
    {
        await WriteAsync((NameOf("ann"), $"groups: [administrators], password: '{Hashes[3]}'"));
        await ImportAsync();
        await WriteAsync((NameOf("bob"), $"groups: [admins], password: '{Hashes[3]}'"));
        await ImportAsync("--administrators", "admins");

        Assert.Empty((await AccountsOf.FindAsync(_host, NameOf("ann")))!.Summary.Groups);
        Assert.Equal([Group.Administrators], (await AccountsOf.FindAsync(_host, NameOf("bob")))!.Summary.Groups);
    }

    [Fact]
    public async Task What_cannot_be_taken_is_told_and_opens_nothing()
    {
        await WriteAsync(
            (NameOf("plain"), "password: 'correct horse battery staple'"),
            (NameOf("costly"), "password: '$argon2id$v=19$m=99999999,t=99,p=4$c2FsdHNhbHRzYWx0c2Fs+w$sjjN'"),
            (NameOf("none"), "displayname: None"),
            (NameOf("mail"), $"email: 'a@b.example, c@d.example', password: '{Hashes[3]}'"),
            (NameOf("one"), $"email: {_mark}@example.org, password: '{Hashes[3]}'"),
            (NameOf("two"), $"email: {_mark.ToUpperInvariant()}@example.org, password: '{Hashes[3]}'"),
            (NameOf("TWO"), $"password: '{Hashes[3]}'"));

        var done = await ImportAsync();

        Assert.Equal(1, done.Code);
        foreach (var name in (string[])["plain", "costly", "none"])
        {
            Assert.Equal(HttpStatusCode.OK, (await EnterAsync(NameOf(name), Password)).Status);
            Assert.Matches($"{NameOf(name)}.*has no password here", done.Output);
        }

        Assert.Null((await AccountsOf.FindAsync(_host, NameOf("mail")))!.Summary.Email);
        Assert.Null((await AccountsOf.FindAsync(_host, NameOf("two")))!.Summary.Email);
        Assert.Contains("another user of the file has this name", done.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("$", done.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("users: &a {b: {groups: *a}}")]
    [InlineData("no users here")]
    public async Task File_that_is_no_list_of_users_is_refused_in_a_sentence(string text)
    {
        await File.WriteAllTextAsync(_file, text, Cancellation);

        var done = await ImportAsync();

        Assert.Equal(1, done.Code);
        Assert.Empty(done.Output);
        Assert.DoesNotContain("Exception", done.Error, StringComparison.Ordinal);
    }

    private string NameOf(string name) => $"{name}-{_mark}";

    private Task WriteAsync(params (string Name, string Entry)[] users) => File.WriteAllTextAsync(
        _file,
        "users:\n" + string.Concat(users.Select(user => $"  '{user.Name}': {{ {user.Entry} }}\n")),
        Cancellation);

    private Task<CommandResult> ImportAsync(params string[] options) =>
        CommandResult.OfAsync(_host, ["user", "import", _file, .. options]);

    private Task<Answer> EnterAsync(string name, string password) =>
        _host.NewBrowser().SubmitAsync("/sign-in", new() { ["Name"] = name, ["Password"] = password });
}
