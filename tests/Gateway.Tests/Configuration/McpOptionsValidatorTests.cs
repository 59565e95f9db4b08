using Microsoft.Extensions.Configuration;
using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Tests.Configuration;

public sealed class McpOptionsValidatorTests
{
    private static readonly McpOptions Good = new()
    {
        PublicOrigin = "https://host.example.ts.net",
        Authorization = new TokenOptions
        {
            Issuer = "https://host.example.ts.net",
            JwksAddress = "http://identity/.well-known/jwks",
        },
        Servers = new() { ["everything"] = new ServerOptions { Url = "http://everything/mcp" } },
    };

    private static readonly Dictionary<string, (McpOptions Options, string Path)> Wrong = new()
    {
        ["no origin"] = (Good with { PublicOrigin = null }, "Mcp:PublicOrigin"),
        ["origin with slash"] = (Good with { PublicOrigin = "https://a.example/" }, "Mcp:PublicOrigin"),
        ["origin with path"] = (Good with { PublicOrigin = "https://a.example/mcp" }, "Mcp:PublicOrigin"),
        ["origin with user"] = (Good with { PublicOrigin = "https://u@a.example" }, "Mcp:PublicOrigin"),
        ["origin without scheme"] = (Good with { PublicOrigin = "a.example" }, "Mcp:PublicOrigin"),
        ["origin in clear"] = (Good with { PublicOrigin = "http://a.example" }, "Mcp:PublicOrigin"),
        ["origin that begins like loopback"] =
            (Good with { PublicOrigin = "http://localhost.a.example" }, "Mcp:PublicOrigin"),
        ["no issuer"] = (With(token => token with { Issuer = "" }), "Mcp:Authorization:Issuer"),
        ["issuer in clear"] = (With(token => token with { Issuer = "http://a.example" }), "Mcp:Authorization:Issuer"),
        ["issuer with query"] =
            (With(token => token with { Issuer = "https://a.example?x" }), "Mcp:Authorization:Issuer"),
        ["no JWKS"] = (With(token => token with { JwksAddress = null }), "Mcp:Authorization:JwksAddress"),
        ["JWKS from a file"] =
            (With(token => token with { JwksAddress = "file:///jwks" }), "Mcp:Authorization:JwksAddress"),
        ["two scopes"] = (With(token => token with { Scope = "a b" }), "Mcp:Authorization:Scope"),
        ["scope with a quote"] = (With(token => token with { Scope = "a\"b" }), "Mcp:Authorization:Scope"),
        ["refresh without pause"] =
            (With(t => t with { JwksRefreshInterval = TimeSpan.Zero }), "Mcp:Authorization:JwksRefreshInterval"),
        ["revocations from a file"] =
            (With(t => Revocations(t) with { RevocationsAddress = "file:///x" }), "Mcp:Authorization:RevocationsAddress"),
        ["revocations without key"] =
            (With(t => Revocations(t) with { RevocationsKey = null }), "Mcp:Authorization:RevocationsKey"),
        ["revocations with a short key"] =
            (With(t => Revocations(t) with { RevocationsKey = "short" }), "Mcp:Authorization:RevocationsKey"),
        ["key without revocations"] =
            (With(t => Revocations(t) with { RevocationsAddress = "" }), "Mcp:Authorization:RevocationsAddress"),
        ["revocations without pause"] =
            (With(t => t with { RevocationsInterval = TimeSpan.Zero }), "Mcp:Authorization:RevocationsInterval"),
        ["revocations too old at once"] =
            (With(t => t with { RevocationsMaxAge = t.RevocationsInterval }), "Mcp:Authorization:RevocationsMaxAge"),
        ["no servers"] = (Good with { Servers = [] }, "Mcp:Servers"),
        ["server in capitals"] = (Server("Everything", "http://a/mcp"), "Mcp:Servers:Everything"),
        ["server with a slash"] = (Server("a/b", "http://a/mcp"), "Mcp:Servers:a/b"),
        ["server name too long"] = (Server(new string('a', 33), "http://a/mcp"), "Mcp:Servers:aaa"),
        ["server without URL"] = (Server("a", null), "Mcp:Servers:a:Url"),
        ["server by ftp"] = (Server("a", "ftp://a/mcp"), "Mcp:Servers:a:Url"),
        ["server with password"] = (Server("a", "http://u:p@a/mcp"), "Mcp:Servers:a:Url"),
        ["replica by ftp"] = (Server(it => it with { Urls = ["http://b/mcp", "ftp://c"] }), "Mcp:Servers:a:Urls:1"),
        ["replica listed twice"] = (Server(it => it with { Urls = ["http://A:80/mcp"] }), "Mcp:Servers:a:Urls:0"),
        ["no era"] = (Server(it => it with { Era = (ServerEra)7 }), "Mcp:Servers:a:Era"),
        ["server without time"] = (Server(it => it with { Timeout = TimeSpan.Zero }), "Mcp:Servers:a:Timeout"),
        ["server with a day"] = (Server(it => it with { Timeout = TimeSpan.FromDays(1) }), "Mcp:Servers:a:Timeout"),
        ["prefix with underscore"] = (Server(it => it with { Prefix = "a_b" }), "Mcp:Servers:a:Prefix"),
        ["empty prefix"] = (Server(it => it with { Prefix = "" }), "Mcp:Servers:a:Prefix"),
        ["prefix of another"] = (Two(first: new() { Prefix = "b" }, second: new()), "Mcp:Servers:a:Prefix"),
        ["two equal prefixes"] =
            (Two(first: new() { Prefix = "c" }, second: new() { Prefix = "c" }), "Mcp:Servers:b:Prefix"),
        ["tool renamed badly"] = (Tool("x", new() { Name = "a b" }), "Mcp:Servers:a:Tools:x:Name"),
        ["two tools of one name"] =
            (Server(it => it with { Tools = new() { ["x"] = new(), ["y"] = new() { Name = "x" } } }),
                "Mcp:Servers:a:Tools:y:Name"),
        ["nameless allowed tool"] = (Server(it => it with { AllowTools = ["x", " "] }), "Mcp:Servers:a:AllowTools:1"),
        ["nameless denied tool"] = (Server(it => it with { DenyTools = [""] }), "Mcp:Servers:a:DenyTools:0"),
        ["tool allowed and denied"] =
            (Server(it => it with { AllowTools = ["x"], DenyTools = ["x"] }), "Mcp:Servers:a:DenyTools:0"),
        ["probe without slash"] =
            (Server(it => it with { Health = new() { Path = "health" } }), "Mcp:Servers:a:Health:Path"),
        ["probe elsewhere"] =
            (Server(it => it with { Health = new() { Path = "http://b/health" } }), "Mcp:Servers:a:Health:Path"),
        ["probes without pause"] =
            (Server(it => it with { Health = new() { Interval = TimeSpan.Zero } }), "Mcp:Servers:a:Health:Interval"),
        ["probes without time"] =
            (Server(it => it with { Health = new() { Timeout = TimeSpan.Zero } }), "Mcp:Servers:a:Health:Timeout"),
        ["circuit of no failures"] =
            (Server(it => it with { Circuit = new() { Failures = 0 } }), "Mcp:Servers:a:Circuit:Failures"),
        ["circuit of any rate"] =
            (Server(it => it with { Circuit = new() { FailureRate = 0 } }), "Mcp:Servers:a:Circuit:FailureRate"),
        ["circuit of no rate"] =
            (Server(it => it with { Circuit = new() { FailureRate = double.NaN } }),
                "Mcp:Servers:a:Circuit:FailureRate"),
        ["circuit without break"] =
            (Server(it => it with { Circuit = new() { Break = TimeSpan.Zero } }), "Mcp:Servers:a:Circuit:Break"),
        ["any origin"] = (Good with { AllowedOrigins = ["https://a.example", "*"] }, "Mcp:AllowedOrigins:1"),
        ["null origin"] = (Good with { AllowedOrigins = ["null"] }, "Mcp:AllowedOrigins:0"),
        ["host with path"] = (Good with { AllowedHosts = ["a.example/x"] }, "Mcp:AllowedHosts:0"),
        ["any host"] = (Good with { AllowedHosts = ["*"] }, "Mcp:AllowedHosts:0"),
        ["proxy by name"] = (Good with { KnownProxies = ["10.0.0.1", "proxy"] }, "Mcp:KnownProxies:1"),
        ["body too small"] = (Good with { MaxBodyBytes = 0 }, "Mcp:MaxBodyBytes"),
        ["body too large"] = (Good with { MaxBodyBytes = int.MaxValue }, "Mcp:MaxBodyBytes"),
        ["no time for backends"] = (Good with { BackendTimeout = TimeSpan.Zero }, "Mcp:BackendTimeout"),
        ["no such transport"] = (Good with { Transport = (BackendTransport)7 }, "Mcp:Transport"),
        ["file without pause"] = (Good with { FileInterval = TimeSpan.Zero }, "Mcp:FileInterval"),
        ["no time for silence"] = (Good with { KeepAliveInterval = TimeSpan.Zero }, "Mcp:KeepAliveInterval"),
        ["drain for a day"] = (Good with { DrainDelay = TimeSpan.FromDays(1) }, "Mcp:DrainDelay"),
        ["drain before its time"] = (Good with { DrainTimeout = TimeSpan.FromSeconds(-1) }, "Mcp:DrainTimeout"),
        ["no time for streams"] = (Good with { StreamIdleTimeout = TimeSpan.FromDays(-1) }, "Mcp:StreamIdleTimeout"),
    };

    public static TheoryData<string> WrongSettings => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(WrongSettings))]
    public void Validate_OneWrongSetting_IsNamedByItsPath(string kind)
    {
        var (options, path) = Wrong[kind];

        var result = new McpOptionsValidator(new ConfigurationManager()).Validate(null, options);

        Assert.StartsWith(path, Assert.Single(result.Failures!));
    }

    [Theory]
    [InlineData("https://host.example.ts.net")]
    [InlineData("https://host.example.ts.net:8443")]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://[::1]:8080")]
    public void Validate_AnAcceptableOrigin_Succeeds(string origin) =>
        Assert.True(new McpOptionsValidator(new ConfigurationManager()).Validate(null, Good with { PublicOrigin = origin }).Succeeded);

    [Fact]
    public void Validate_PrefixOfAServerOutsideTheFederation_MayBeUsedAgain() => Assert.True(
        new McpOptionsValidator(new ConfigurationManager())
            .Validate(null, Two(first: new() { Prefix = "b" }, second: new() { Federated = false })).Succeeded);

    [Fact]
    public void Validate_EverythingWrong_NamesEverythingAtOnce()
    {
        var result = new McpOptionsValidator(new ConfigurationManager()).Validate(null, new McpOptions
        {
            MaxBodyBytes = 0,
            AllowedOrigins = ["*"],
            Unreadable = ["Mcp:BackendTimeout: 'soon' is unreadable."],
        });

        string[] paths =
        [
            "Mcp:BackendTimeout", "Mcp:PublicOrigin", "Mcp:Authorization:Issuer", "Mcp:Authorization:JwksAddress",
            "Mcp:Servers", "Mcp:AllowedOrigins:0", "Mcp:MaxBodyBytes",
        ];
        Assert.Equal(paths.Order(), result.Failures!.Select(failure => failure.Split(": ")[0]).Order());
    }

    private static TokenOptions Revocations(TokenOptions token) => token with
    {
        RevocationsAddress = "http://identity/connect/revocations",
        RevocationsKey = "a secret that is long enough",
    };

    private static McpOptions With(Func<TokenOptions, TokenOptions> change) =>
        Good with { Authorization = change(Good.Authorization) };

    private static McpOptions Server(Func<ServerOptions, ServerOptions> change) =>
        Good with { Servers = new() { ["a"] = change(new ServerOptions { Url = "http://a/mcp" }) } };

    private static McpOptions Tool(string name, ToolOptions tool) =>
        Server(it => it with { Tools = new() { [name] = tool } });

    private static McpOptions Two(ServerOptions first, ServerOptions second) => Good with
    {
        Servers = new()
        {
            ["a"] = first with { Url = "http://a/mcp" },
            ["b"] = second with { Url = "http://b/mcp" },
        },
    };

    private static McpOptions Server(string name, string? url) =>
        Good with { Servers = new() { [name] = new ServerOptions { Url = url } } };
}
