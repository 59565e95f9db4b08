using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Tests.Federation.Names;

public sealed class FederatedUriTests
{
    [Theory]
    [InlineData("memo:x", "memo+notes:x")]
    [InlineData("file:///a/b", "file+notes:///a/b")]
    [InlineData("a+b:c", "a+b+notes:c")]
    [InlineData("test://template/{id}/data", "test+notes://template/{id}/data")]
    [InlineData("ui://app/page", "ui://notes/app/page")]
    [InlineData("ui://", "ui://notes/")]
    [InlineData("ui:page", "ui+notes:page")]
    [InlineData("relative/path", "mcp-bare+notes:relative%2Fpath")]
    [InlineData(" memo+other:x", "mcp-bare+notes:%20memo%2Bother%3Ax")]
    [InlineData("mcp-bare:x", "mcp-bare+notes:mcp-bare%3Ax")]
    public void Of_SaysWhoseItIs(string uri, string expected) => Assert.Equal(expected, FederatedUri.Of("notes", uri));

    [Theory]
    [InlineData("memo:x")]
    [InlineData("+notes:x")]
    [InlineData("memo/notes:x")]
    [InlineData("ui://notes")]
    [InlineData("ui+notes://app/page")]
    [InlineData("mcp-bare+notes:memo%3Ax")]
    [InlineData("mcp-bare+notes:relative%2fpath")]
    [InlineData("mcp-bare+notes:relative/path")]
    [InlineData("")]
    public void TryParse_IsFalse_ForWhatNoServerHas(string uri) =>
        Assert.False(FederatedUri.TryParse(uri, out _, out _));

    [Theory]
    [InlineData("{scheme}:x")]
    [InlineData("{+uri}")]
    [InlineData("memo{x}:y")]
    [InlineData("notes/{id}")]
    public void IsTemplate_IsFalse_WhereItsSchemeIsNotLiteral(string template) =>
        Assert.False(FederatedUri.IsTemplate(template));
}
