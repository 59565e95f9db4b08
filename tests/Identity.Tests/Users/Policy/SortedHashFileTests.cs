using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Users.Policy;

namespace McpAspire.Identity.Tests.Users.Policy;

/// <summary>Looking a hash up in a file.</summary>
public sealed class SortedHashFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1000)]
    public async Task Contains_finds_every_line_and_no_other(int lines)
    {
        await HashFile.WriteAsync(_path, Enumerable.Range(0, lines).Select(number => $"in {number}"));
        using var file = new SortedHashFile(_path);

        Assert.All(Enumerable.Range(0, lines), number => Assert.True(file.Contains(Hash($"in {number}"))));
        Assert.All(Enumerable.Range(0, lines), number => Assert.False(file.Contains(Hash($"out {number}"))));
    }

    [Fact]
    public async Task Contains_reads_small_letters_and_a_last_line_without_a_break()
    {
        await File.WriteAllTextAsync(
            _path, HashFile.Of("one").ToLowerInvariant(), TestContext.Current.CancellationToken);
        using var file = new SortedHashFile(_path);

        Assert.True(file.Contains(Hash("one")));
        Assert.False(file.Contains(Hash("two")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("password\nqwerty\n")]
    public async Task ProblemOf_another_kind_of_file_says_so(string content)
    {
        await File.WriteAllTextAsync(_path, content, TestContext.Current.CancellationToken);

        Assert.Contains("SHA-1", SortedHashFile.ProblemOf(_path), StringComparison.Ordinal);
    }

    [Fact]
    public void ProblemOf_missing_file_says_so() =>
        Assert.Contains("cannot be read", SortedHashFile.ProblemOf("/no/such/file"), StringComparison.Ordinal);

    private static byte[] Hash(string password) => SHA1.HashData(Encoding.UTF8.GetBytes(password));
}
