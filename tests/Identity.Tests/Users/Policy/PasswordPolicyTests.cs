using McpAspire.Identity.Users.Policy;
using Microsoft.Extensions.Options;
using PasswordOptions = McpAspire.Identity.Users.PasswordOptions;

namespace McpAspire.Identity.Tests.Users.Policy;

/// <summary>Which passwords are taken.</summary>
public sealed class PasswordPolicyTests
{
    [Theory]
    [InlineData("correct horse battery staple")]
    [InlineData("kJ8#mq2LpX!v")]
    [InlineData("Ein Satz, den niemand sonst schreibt")]
    [InlineData("väldigt långt lösenord på svenska")]
    public void ProblemOf_good_password_is_none(string password) =>
        Assert.Null(Create(new()).ProblemOf(password, "marion", "marion@example.org"));

    [Theory]
    [InlineData("", "at least 12")]
    [InlineData("kJ8#mq2LpX", "at least 12")]
    [InlineData("q1w2e3r4t5y6", "on lists of passwords that were stolen")]
    [InlineData("NeedForSpeed", "on lists of passwords that were stolen")]
    [InlineData("passwordpassword", "would be guessed soon")]
    [InlineData("P@ssw0rd2024!", "would be guessed soon")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "would be guessed soon")]
    [InlineData("qwertyuiopasdfghjkl", "would be guessed soon")]
    [InlineData("abcdefghijklmnopqrst", "would be guessed soon")]
    [InlineData("hello Lindgren, it is me", "must not contain the user name")]
    [InlineData("MARION for president of it", "must not contain the user name")]
    [InlineData("mail.example.net forever!", "must not contain the user name")]
    [InlineData("m4r1on123456", "would be guessed soon")]
    public void ProblemOf_bad_password_says_why(string password, string told) => Assert.Contains(
        told,
        Create(new()).ProblemOf(password, "marion", "ml@mail.example.net", "Marion Lindgren"),
        StringComparison.Ordinal);

    [Fact]
    public void ProblemOf_longest_password_is_found_at_once()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var policy = Create(new());

        Assert.NotNull(policy.ProblemOf(new string('a', PasswordOptions.MaxLength)));
        Assert.NotNull(policy.ProblemOf(new string('a', PasswordOptions.MaxLength + 1)));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 5);
    }

    [Fact]
    public void ProblemOf_short_name_in_it_is_no_problem() =>
        Assert.Null(Create(new()).ProblemOf("correct horse battery staple", "al", "rr"));

    [Fact]
    public void ProblemOf_least_score_is_a_setting() =>
        Assert.Null(Create(new() { MinScore = 0 }).ProblemOf("passwordpassword"));

    [Fact]
    public void Common_passwords_that_are_long_enough_are_known() =>
        Assert.InRange(new CommonPasswords().Count, 10_000, 30_000);

    [Fact]
    public async Task ProblemOf_password_in_the_file_of_the_operator_is_told()
    {
        var file = Path.GetTempFileName();
        try
        {
            await HashFile.WriteAsync(file, "correct horse battery staple", "another one of them");
            var policy = Create(new() { BreachedFile = file });

            Assert.Contains("stolen", policy.ProblemOf("correct horse battery staple"), StringComparison.Ordinal);
            Assert.Null(policy.ProblemOf("correct horse battery stapler"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static PasswordPolicy Create(PasswordOptions options) =>
        new(Options.Create(options), new CommonPasswords(), new BreachedPasswords(Options.Create(options)));
}
