using System.Text;
using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Rules;
using McpAspire.Gateway.Policy.Variables;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Gateway.Tests.Policy;

/// <summary>A policy without a gateway around it, and somebody who asks.</summary>
internal sealed class PolicyBench
{
    public static readonly McpServer Files = Server("files");
    private readonly PolicyRules _rules;

    private PolicyBench(PolicyRules rules) => _rules = rules;

    /// <summary>The claims of the caller.</summary>
    public string Claims { get; set; } = """{"sub":"ann","scope":"mcp files:read"}""";

    public string[] Scopes { get; set; } = ["mcp", "files:read"];

    public string[] Groups { get; set; } = [];

    public static McpServer Server(string name) =>
        new(name, $"http://localhost/mcp/{name}", "", [], TimeSpan.FromSeconds(1), new ServerOptions());

    /// <summary>Rules as <c>name:Allow=condition</c>, as the settings have them.</summary>
    public static PolicyBench Of(params string[] settings)
    {
        var (options, configuration) = Read(settings);
        var (rules, problems) = PolicyCompiler.Compile(options, new SettingPlaces(configuration));
        Assert.Empty(problems);
        return new PolicyBench(new PolicyRules(rules, 1, options.ListStepUp));
    }

    public static IReadOnlyList<string> ProblemsOf(params string[] settings)
    {
        var (options, configuration) = Read(settings);
        return PolicyCompiler.Compile(options, new SettingPlaces(configuration)).Problems;
    }

    /// <summary>What becomes of a call of a tool.</summary>
    public Decision Call(string tool, string arguments = "{}", McpServer? server = null) =>
        Decide(TargetKind.Tool, tool, $$"""{"name":"x","arguments":{{arguments}}}""", "tools/call", server);

    public Decision Get(string prompt) => Decide(TargetKind.Prompt, prompt, "{}", "prompts/get", null);

    public Decision Read(string uri) => Decide(TargetKind.Resource, uri, "{}", "resources/read", null);

    /// <summary>Whether a list has it.</summary>
    public bool Lists(TargetKind kind, string name)
    {
        var method = kind switch
        {
            TargetKind.Tool => "tools/call",
            TargetKind.Prompt => "prompts/get",
            _ => "resources/read",
        };
        return _rules.Lists(new PolicyActivation(Subject(), method, new PolicyTarget(Files, kind, name)));
    }

    public Decision Decide(TargetKind kind, string name, string parameters, string method, McpServer? server) =>
        _rules.Decide(new PolicyActivation(Subject(), method, new PolicyTarget(server ?? Files, kind, name)
        {
            Parameters = Encoding.UTF8.GetBytes(parameters),
            Definition = """{"name":"x","title":"T","annotations":{"readOnlyHint":true}}"""u8.ToArray(),
        }));

    private PolicySubject Subject() => new()
    {
        Jwt = new ClaimsVariable(Encoding.UTF8.GetBytes(Claims), Scopes, Groups),
        Scopes = Scopes.ToHashSet(),
        Client = new ClientVariable("client-1"),
        Request = new RequestVariable(new DefaultHttpContext().Request),
        Source = new SourceVariable(System.Net.IPAddress.Loopback, tailnet: null),
        Session = new JsonMap("""{"era":"modern"}"""u8.ToArray()),
        Now = DateTimeOffset.UnixEpoch,
    };

    private static (PolicyOptions, IConfiguration) Read(string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
                .ToDictionary(it => $"Mcp:Policy:Rules:{it[0]}", it => (string?)it[1]))
            .Build();
        return (PolicySettings.Read(configuration.GetSection("Mcp:Policy")), configuration);
    }
}
