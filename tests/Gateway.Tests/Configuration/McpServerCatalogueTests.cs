using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Tests.Configuration;

public sealed class McpServerCatalogueTests
{
    private static readonly McpOptions First = new()
    {
        PublicOrigin = "https://a.example",
        BackendTimeout = TimeSpan.FromSeconds(9),
        Servers = new()
        {
            ["one"] = new() { Url = "http://one/mcp", Urls = ["http://two/mcp"] },
            ["two"] = new() { Url = "http://two/mcp", Prefix = "zwei", Timeout = TimeSpan.FromSeconds(3) },
        },
    };

    private readonly McpServerCatalogue _catalogue = new(Options.Create(First));

    [Fact]
    public void Find_GivesTheServerWithItsDefaults()
    {
        var one = _catalogue.Find("one")!;
        var two = _catalogue.Find("two")!;

        Assert.Equal("https://a.example/mcp/one", one.Resource);
        Assert.Equal("https://a.example/.well-known/oauth-protected-resource/mcp/one", one.MetadataUrl);
        Assert.Equal(["http://one/mcp", "http://two/mcp"], one.BackendUrls.Select(url => url.AbsoluteUri));
        Assert.Equal(("one", TimeSpan.FromSeconds(9)), (one.Prefix, one.Timeout));
        Assert.Equal(("zwei", TimeSpan.FromSeconds(3)), (two.Prefix, two.Timeout));
        Assert.Null(_catalogue.Find("ONE"));
        Assert.Null(_catalogue.Find(McpServerCatalogue.FederationName));
    }

    [Fact]
    public void Federation_IsAResourceOfItsOwn()
    {
        Assert.Equal("https://a.example/mcp", _catalogue.Federation.Resource);
        Assert.Equal(
            "https://a.example/.well-known/oauth-protected-resource/mcp", _catalogue.Federation.MetadataUrl);
    }

    [Fact]
    public void Replace_ChangesWhatIsFound_AndTellsOnceItHas()
    {
        var before = _catalogue.Current;
        List<(long Version, bool Found)> told = [];
        using var listening = ChangeToken.OnChange(
            _catalogue.GetChangeToken,
            () => told.Add((_catalogue.Version, _catalogue.Find("three") is not null)));

        _catalogue.Replace(First with { Servers = new() { ["three"] = new() { Url = "http://three/mcp" } } });
        _catalogue.Replace(First);

        Assert.Equal([(2, true), (3, false)], told);
        Assert.Equal(1, before.Version);
        Assert.NotNull(before.Find("one"));
    }
}
