using BenchmarkDotNet.Attributes;
using McpAspire.Gateway.Policy.Commands;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Rules;
using McpAspire.Gateway.Policy.Variables;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Micro;

/// <summary>What deciding about a call takes, with the variables that the gateway has.</summary>
public class PolicyDecisions
{
    private readonly PolicyCall _call = new()
    {
        Subject = "ann", Scopes = ["mcp", "files:read"], Groups = ["staff"], Tool = "file_read_text", Server = "files",
    };

    private PolicyActivation _activation = null!;
    private PolicyRules _one = null!;
    private PolicyRules _hundred = null!;

    /// <summary>Compiles the policies.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _activation = _call.Activate(isListed: false, DateTimeOffset.UnixEpoch);
        const string Typical = "mcp.tool.name.startsWith(\"file_read\") && jwt.scope.contains(\"files:read\")";
        _one = Compile([("typical", Typical)]);
        _hundred = Compile(
        [
            .. Enumerable.Range(0, 98).Select(i =>
                ($"rule-{i}", $"mcp.tool.name.startsWith(\"tool_{i}_\") && jwt.groups.contains(\"group-{i}\")")),
            ("server", "mcp.server.name == \"files\" && client.id != \"nobody\" && mcp.tool.name == \"other\""),
            ("typical", Typical),
        ]);
        if (!_one.Decide(_activation).IsAllowed || !_hundred.Decide(_activation).IsAllowed)
            throw new InvalidOperationException("The policies do not allow the call.");
    }

    /// <summary>A decision by one rule.</summary>
    [Benchmark(Baseline = true)]
    public bool One() => _one.Decide(_activation).IsAllowed;

    /// <summary>A decision by a hundred, all of which are asked.</summary>
    [Benchmark]
    public bool Hundred() => _hundred.Decide(_activation).IsAllowed;

    private static PolicyRules Compile(IEnumerable<(string Name, string Allow)> rules)
    {
        var options = new Gateway.Policy.PolicyOptions
        {
            Rules = [.. rules.Select(rule => new RuleOptions(rule.Name, rule.Name) { Allow = rule.Allow })],
        };
        var (compiled, problems) = PolicyCompiler.Compile(options, new SettingPlaces(new ConfigurationManager()));
        return problems.Count == 0
            ? new PolicyRules(compiled, 1, listStepUp: false)
            : throw new InvalidOperationException(string.Join('\n', problems));
    }
}
