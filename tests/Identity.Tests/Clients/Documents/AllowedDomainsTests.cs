using McpAspire.Identity.Clients.Documents;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>A list of hosts holds those that it names, and none that look like them.</summary>
public sealed class AllowedDomainsTests
{
    private static readonly string[] Entries = ["claude.ai", "*.example.com"];

    [Theory]
    [InlineData("claude.ai")]
    [InlineData("Claude.AI")]
    [InlineData("app.example.com")]
    [InlineData("a.b.example.com")]
    public void Listed_host_is_held(string host) => Assert.True(AllowedDomains.Hold(Entries, host));

    [Theory]
    [InlineData("www.claude.ai")]
    [InlineData("notclaude.ai")]
    [InlineData("claude.ai.evil.example")]
    [InlineData("example.com")]
    [InlineData("evilexample.com")]
    [InlineData(".example.com")]
    [InlineData("app.example.com.evil.example")]
    public void Other_host_is_not(string host) => Assert.False(AllowedDomains.Hold(Entries, host));

    [Fact]
    public void Empty_list_holds_all() => Assert.True(AllowedDomains.Hold([], "anything.example"));

    [Theory]
    [InlineData("claude.ai", true)]
    [InlineData("*.example.com", true)]
    [InlineData("*", false)]
    [InlineData("*.", false)]
    [InlineData("a.*.com", false)]
    [InlineData("https://claude.ai", false)]
    [InlineData("claude.ai/oauth", false)]
    [InlineData("claude.ai:443", false)]
    [InlineData("claude.ai.", false)]
    [InlineData("", false)]
    public void Entry_is_a_name_or_all_below_one(string entry, bool isValid) =>
        Assert.Equal(isValid, AllowedDomains.IsValid(entry));
}
