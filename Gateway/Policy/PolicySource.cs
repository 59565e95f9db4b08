using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Rules;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Policy;

/// <summary>The policy in force. It is replaced as a whole; a decision that has begun ends by the one it began with.</summary>
internal sealed partial class PolicySource
{
    private readonly SettingPlaces _places;
    private volatile PolicyRules _current;

    public PolicySource(IOptions<McpOptions> options, IConfiguration configuration, ILogger<PolicySource> logger)
    {
        _places = new SettingPlaces(configuration);
        _current = Make(options.Value.Policy, version: 1);
        if (_current.Rules.IsEmpty)
            LogNoRules(logger);
    }

    public PolicyRules Current => _current;

    /// <summary>Takes over rules that have been validated.</summary>
    public void Replace(PolicyOptions options) => _current = Make(options, _current.Version + 1);

    private PolicyRules Make(PolicyOptions options, long version)
    {
        var (rules, problems) = PolicyCompiler.Compile(options, _places);
        return problems.Count == 0
            ? new PolicyRules(rules, version, options.ListStepUp)
            : throw new InvalidOperationException(string.Join(Environment.NewLine, problems));
    }

    [LoggerMessage(
        LogLevel.Warning,
        "There are no rules, so that everything is refused: set Mcp:PolicyFile to a file that holds Mcp:Policy:Rules")]
    private static partial void LogNoRules(ILogger logger);
}
