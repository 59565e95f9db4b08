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

    /// <summary>Whatever is missing in the list of typed settings would end the start with an exception.</summary>
    [Fact]
    public void Configure_NamesEachSettingThatIsUnreadable()
    {
        var settings = TypedSettings(typeof(McpOptions), "Mcp").ToArray();
        Assert.Contains("Mcp:Sessions:IdleTimeout", settings);
        Assert.Contains("Mcp:Authorization:Dpop:RequireNonce", settings);

        var unreadable = Bind(settings.ToDictionary(path => path, _ => (string?)"?")).Unreadable;

        Assert.Equal(settings.Order(), unreadable.Select(error => error[..error.IndexOf(": '", StringComparison.Ordinal)]).Order());
    }

    [Fact]
    public void Configure_ReadsEverySettingOfAServer()
    {
        var server = Bind(new()
        {
            ["Mcp:Servers:a:Url"] = "http://a/mcp",
            ["Mcp:Servers:a:Urls:0"] = "http://b/mcp",
            ["Mcp:Servers:a:Era"] = "modern",
            ["Mcp:Servers:a:Timeout"] = "00:00:30",
            ["Mcp:Servers:a:Prefix"] = "p",
            ["Mcp:Servers:a:Federated"] = "false",
            ["Mcp:Servers:a:Tools:x.y:Hidden"] = "true",
            ["Mcp:Servers:a:Tools:x.y:Name"] = "z",
            ["Mcp:Servers:a:Tools:x.y:Title"] = "Title",
            ["Mcp:Servers:a:Tools:x.y:Description"] = "Description",
            ["Mcp:Servers:a:AllowTools:0"] = "x.y",
            ["Mcp:Servers:a:DenyTools:0"] = "w",
            ["Mcp:Servers:a:Http2"] = "true",
            ["Mcp:Servers:a:Health:Enabled"] = "false",
            ["Mcp:Servers:a:Health:Path"] = "/health",
            ["Mcp:Servers:a:Health:Interval"] = "00:00:01",
            ["Mcp:Servers:a:Health:Timeout"] = "00:00:02",
            ["Mcp:Servers:a:Circuit:Failures"] = "3",
            ["Mcp:Servers:a:Circuit:FailureRate"] = "0.25",
            ["Mcp:Servers:a:Circuit:Break"] = "00:00:04",
        }).Servers["a"];

        Assert.Equal("http://a/mcp", server.Url);
        Assert.Equal(["http://b/mcp"], server.Urls);
        Assert.Equal(ServerEra.Modern, server.Era);
        Assert.Equal(TimeSpan.FromSeconds(30), server.Timeout);
        Assert.Equal("p", server.Prefix);
        Assert.False(server.Federated);
        Assert.Equal(
            new ToolOptions { Hidden = true, Name = "z", Title = "Title", Description = "Description" },
            server.Tools["x.y"]);
        Assert.Equal(["x.y"], server.AllowTools);
        Assert.Equal(["w"], server.DenyTools);
        Assert.True(server.Http2);
        Assert.Equal(
            new HealthOptions
            {
                Enabled = false,
                Path = "/health",
                Interval = TimeSpan.FromSeconds(1),
                Timeout = TimeSpan.FromSeconds(2),
            },
            server.Health);
        Assert.Equal(
            new CircuitOptions { Failures = 3, FailureRate = 0.25, Break = TimeSpan.FromSeconds(4) }, server.Circuit);
    }

    [Fact]
    public void Configure_UnreadableAndUnknownSettingsOfServers_AreAllNamed()
    {
        var options = Bind(new()
        {
            ["Mcp:Servers:a:Url"] = "http://a/mcp",
            ["Mcp:Servers:a:Era"] = "stone",
            ["Mcp:Servers:a:Timeout"] = "soon",
            ["Mcp:Servers:a:Federated"] = "perhaps",
            ["Mcp:Servers:a:Tools:x:Hidden"] = "no",
            ["Mcp:Servers:a:DenyTool:0"] = "x",
            ["Mcp:Servers:b:Tools:x:Descripton"] = "x",
            ["Mcp:Servers:b:Health:Enabled"] = "often",
            ["Mcp:Servers:b:Circuit:FailureRate"] = "half",
            ["Mcp:Servers:b:Circuit:Fails"] = "3",
        });

        Assert.Equal("http://a/mcp", options.Servers["a"].Url);
        string[] expected =
        [
            "Mcp:Servers:a:Era: 'stone' is unreadable",
            "Mcp:Servers:a:Timeout: 'soon' is unreadable",
            "Mcp:Servers:a:Federated: 'perhaps' is unreadable",
            "Mcp:Servers:a:Tools:x:Hidden: 'no' is unreadable",
            "Mcp:Servers:a:DenyTool: is not a setting",
            "Mcp:Servers:b:Tools:x:Descripton: is not a setting",
            "Mcp:Servers:b:Health:Enabled: 'often' is unreadable",
            "Mcp:Servers:b:Circuit:FailureRate: 'half' is unreadable",
            "Mcp:Servers:b:Circuit:Fails: is not a setting",
        ];
        Assert.Equal(expected.Order(), options.Unreadable.Select(error => error.Split(';')[0]).Order());
    }

    private static IEnumerable<string> TypedSettings(Type type, string path) => type.GetProperties()
        .Where(property => property.SetMethod is { IsPublic: true } && property.Name != nameof(McpOptions.Servers))
        .SelectMany(property => property.PropertyType switch
        {
            { IsValueType: true } => [$"{path}:{property.Name}"],
            { Namespace: { } name } section when name.StartsWith("McpAspire", StringComparison.Ordinal)
                && !section.IsArray => TypedSettings(section, $"{path}:{property.Name}"),
            _ => [],
        });

    private static McpOptions Bind(Dictionary<string, string?> settings)
    {
        var options = new McpOptions();
        new McpOptionsBinding(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Configure(options);
        return options;
    }
}
