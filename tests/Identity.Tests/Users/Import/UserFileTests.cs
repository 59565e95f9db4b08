using System.Diagnostics;
using System.Text;
using McpAspire.Identity.Users.Import;

namespace McpAspire.Identity.Tests.Users.Import;

/// <summary>What is read of a file of users, and what a file cannot do.</summary>
public sealed class UserFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_of_Authelia_is_read_with_all_that_is_known()
    {
        var users = await ReadAsync(
            """
            ---
            # users_database.yml
            users:
              john:
                disabled: false
                displayname: 'John Doe'
                password: "$argon2id$v=19$m=65536,t=3,p=4$BpLnfgDsc2WD8F2q$o/vzA4myCqZZ36bUGsDY//8mKUYNZZaR0t4MFFSs+iM"
                email: john.doe@authelia.com
                groups:
                  - 'admins'
                  - dev
                given_name: John
                address:
                  locality: Oslo
              harry:
                disabled: TRUE
                displayname: ~
                password: '$6$rounds=50000$BpLnfgDsc2WD8F2q$Zis.ixdg9s/UOJYrs56b5QEZFiZECu0qZVNsIYxBaNJ7uc'
                groups: []
            """);

        Assert.Equal(["john", "harry"], users.Select(user => user.Name));
        Assert.Equal(
            ("John Doe", "john.doe@authelia.com", false),
            (users[0].DisplayName, users[0].Email, users[0].IsDisabled));
        Assert.Equal(["admins", "dev"], users[0].Groups);
        Assert.StartsWith("$argon2id$", users[0].PasswordHash, StringComparison.Ordinal);
        Assert.Equal(["not kept here: address, given_name"], users[0].Notes);
        Assert.Null(users[1].DisplayName);
        Assert.True(users[1].IsDisabled);
    }

    [Fact]
    public async Task Aliases_that_stand_for_billions_of_values_are_refused_at_once()
    {
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for (var level = 1; level < 12; level++)
            bomb.Append($"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 9))}]\n");
        bomb.Append("users:\n  ann:\n    groups: *a11\n");
        var watch = Stopwatch.StartNew();

        var refused = await Assert.ThrowsAsync<UserFileException>(() => ReadAsync(bomb.ToString()));

        Assert.Contains("alias", refused.Message, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"It took {watch.Elapsed}.");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    [InlineData("? ")]
    public async Task Deep_nesting_is_refused_before_it_fills_the_stack(string opening)
    {
        var deep = string.Concat(Enumerable.Repeat(opening, 200_000));

        await Assert.ThrowsAsync<UserFileException>(() => ReadAsync($"users: {deep}"));
        await Assert.ThrowsAsync<UserFileException>(() => ReadAsync(deep));
    }

    [Fact]
    public async Task Endless_file_is_refused_after_its_limit()
    {
        await using var endless = File.OpenRead("/dev/zero");

        var refused = await Assert.ThrowsAsync<UserFileException>(() => UserFile.ReadAsync(endless, Cancellation));

        Assert.Contains("4 MiB", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_values_are_refused() => Assert.Contains(
        "values",
        (await Assert.ThrowsAsync<UserFileException>(
            () => ReadAsync("users:\n" + string.Concat(Enumerable.Repeat("- a\n", 250_000))))).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("users")]
    [InlineData("users:")]
    [InlineData("users: [a, b]")]
    [InlineData("people:\n  ann: {}")]
    [InlineData("users:\n  ann: {}\n  ann: {}")]
    [InlineData("users: {a: {}}\n---\nusers: {b: {}}")]
    [InlineData("users:\n\tann: {}")]
    [InlineData("users: \"unfinished")]
    [InlineData("users: !!System.Diagnostics.Process {a: {}")]
    [InlineData("%YAML 9.9\n---\nusers: {")]
    public async Task What_is_no_list_of_users_is_refused_in_a_sentence(string text)
    {
        var refused = await Assert.ThrowsAsync<UserFileException>(() => ReadAsync(text));

        Assert.DoesNotContain("Exception", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_are_refused()
    {
        using var stream = new MemoryStream([0x75, 0xFF, 0xFE, 0x00]);

        await Assert.ThrowsAsync<UserFileException>(() => UserFile.ReadAsync(stream, Cancellation));
    }

    [Theory]
    [InlineData("ann: {disabled: maybe}", true)]
    [InlineData("ann: {disabled: [false]}", true)]
    [InlineData("ann: {disabled: 'yes'}", true)]
    [InlineData("ann: {disabled: }", false)]
    [InlineData("ann: {}", false)]
    public async Task Whoever_is_not_clearly_enabled_is_disabled(string entry, bool expected) =>
        Assert.Equal(expected, Assert.Single(await ReadAsync($"users:\n  {entry}")).IsDisabled);

    [Theory]
    [InlineData("ann: text")]
    [InlineData("ann: [a]")]
    [InlineData("ann: {email: [a, b], displayname: {a: b}, groups: staff, password: [x]}")]
    [InlineData("[a]: {}")]
    public async Task Values_of_another_kind_are_told_and_not_taken(string entry)
    {
        var user = Assert.Single(await ReadAsync($"users:\n  {entry}"));

        Assert.Empty(user.Groups);
        Assert.Null(user.Email);
        Assert.Null(user.PasswordHash);
    }

    private static async Task<IReadOnlyList<FileUser>> ReadAsync(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return await UserFile.ReadAsync(stream, Cancellation);
    }
}
