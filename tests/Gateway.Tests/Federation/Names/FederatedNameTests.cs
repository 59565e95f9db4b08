using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Tests.Federation.Names;

public sealed class FederatedNameTests
{
    [Theory]
    [InlineData("a", "b_c", "a_b_c")]
    [InlineData("everything", "echo", "everything_echo")]
    public void Of_PutsTheServerInFront(string prefix, string name, string expected) =>
        Assert.Equal(expected, FederatedName.Of(prefix, name));

    [Fact]
    public void Of_EndsInAHashThatNeverChanges_WhenItWouldBeTooLong()
    {
        var name = new string('x', 60);

        // Written down, because a replica of another version must arrive at the same name.
        Assert.Equal($"notes_{new string('x', 45)}_42f2d9733566", FederatedName.Of("notes", name));
        Assert.NotEqual(FederatedName.Of("notes", name), FederatedName.Of("notes", name + "x"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" read_file")]
    [InlineData("read_file\u200b")]
    [InlineData("read\ufb01le")]
    [InlineData("r\u0435ad_file")]
    [InlineData("ｒead_file")]
    [InlineData("a b")]
    [InlineData("a/b")]
    [InlineData("a\nb")]
    public void IsValid_IsFalse_ForWhatOnlyLooksLikeAName(string name) => Assert.False(FederatedName.IsValid(name));

    [Fact]
    public void IsValid_IsFalse_ForWhatIsTooLong() => Assert.False(FederatedName.IsValid(new string('a', 129)));

    [Theory]
    [InlineData("a_b_c", "a")]
    [InlineData("a-b_", "a-b")]
    [InlineData("_a", null)]
    [InlineData("abc", null)]
    [InlineData("", null)]
    public void PrefixOf_EndsAtTheFirstSeparator(string name, string? expected) =>
        Assert.Equal(expected, FederatedName.PrefixOf(name));
}
