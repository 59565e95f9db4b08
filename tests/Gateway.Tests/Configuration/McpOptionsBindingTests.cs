using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Gateway.Tests.Configuration;

public sealed class McpOptionsBindingTests
{
    [Fact]
    public void Configure_ReadsEverySetting()
    {
        var options = Bind(new()
        {
            ["Mcp:PublicOrigin"] = "https://a.example",
            ["Mcp:Authorization:Issuer"] = "https://a.example",
            ["Mcp:Authorization:JwksAddress"] = "http://identity/jwks",
            ["Mcp:Authorization:Scope"] = "tools",
            ["Mcp:Authorization:JwksRefreshInterval"] = "00:01:00",
            ["Mcp:Servers:everything:Url"] = "http://everything/mcp",
            ["Mcp:AllowedOrigins:0"] = "https://b.example",
            ["Mcp:AllowedHosts:0"] = "c:1",
            ["Mcp:KnownProxies:0"] = "10.0.0.0/8",
            ["Mcp:MaxBodyBytes"] = "2048",
            ["Mcp:BackendTimeout"] = "00:00:10",
            ["Mcp:StreamIdleTimeout"] = "00:20:00",
        });

        Assert.Empty(options.Unreadable);
        Assert.Equal("https://a.example", options.PublicOrigin);
        Assert.Equal(
            new TokenOptions
            {
                Issuer = "https://a.example",
                JwksAddress = "http://identity/jwks",
                Scope = "tools",
                JwksRefreshInterval = TimeSpan.FromMinutes(1),
            },
            options.Authorization);
        Assert.Equal("http://everything/mcp", options.Servers["everything"].Url);
        Assert.Equal(["https://b.example"], options.AllowedOrigins);
        Assert.Equal(["c:1"], options.AllowedHosts);
        Assert.Equal(["10.0.0.0/8"], options.KnownProxies);
        Assert.Equal(2048, options.MaxBodyBytes);
        Assert.Equal(TimeSpan.FromSeconds(10), options.BackendTimeout);
        Assert.Equal(TimeSpan.FromMinutes(20), options.StreamIdleTimeout);
    }

    [Fact]
    public void Configure_UnreadableValues_AreAllNamedAndTheRestIsBound()
    {
        var options = Bind(new()
        {
            ["Mcp:PublicOrigin"] = "https://a.example",
            ["Mcp:MaxBodyBytes"] = "4 MB",
            ["Mcp:BackendTimeout"] = "soon",
            ["Mcp:Authorization:JwksRefreshInterval"] = "often",
        });

        Assert.Equal("https://a.example", options.PublicOrigin);
        Assert.Collection(
            options.Unreadable,
            error => Assert.StartsWith("Mcp:MaxBodyBytes: '4 MB' is unreadable", error),
            error => Assert.StartsWith("Mcp:BackendTimeout: 'soon' is unreadable", error),
            error => Assert.StartsWith("Mcp:Authorization:JwksRefreshInterval: 'often' is unreadable", error));
    }

    private static McpOptions Bind(Dictionary<string, string?> settings)
    {
        var options = new McpOptions();
        new McpOptionsBinding(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Configure(options);
        return options;
    }
}
