using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Policy.Decisions;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy;

/// <summary>One request's view of the policy: who asks what, by the rules that were in force when it came.</summary>
internal sealed class PolicyContext(PolicyRules rules, PolicySubject subject, string method)
{
    private const int MostHidden = 64;

    private readonly List<string> _hidden = [];

    public PolicyRules Rules => rules;

    public PolicySubject Subject => subject;

    public string Method => method;

    public Decision Decide(PolicyTarget target) => rules.Decide(new PolicyActivation(subject, method, target));

    /// <summary>What was taken out of a list: as far as there is room to record it.</summary>
    public IReadOnlyList<string> Hidden => _hidden;

    /// <summary>An item of a list is judged as the request would be that uses it.</summary>
    public bool Lists(McpServer server, ListKind kind, ListItem item)
    {
        var isShown = rules.Lists(new PolicyActivation(subject, UseOf(kind), new PolicyTarget(server, TargetOf(kind), item.Key)
        {
            Definition = item.Json,
            Labels = ToolLabels.Of(server, kind, item.Key),
        }));
        if (!isShown && _hidden.Count < MostHidden)
            _hidden.Add($"{server.Name}/{item.Key}");
        return isShown;
    }

    private static TargetKind TargetOf(ListKind kind) =>
        kind == ListKind.Tools ? TargetKind.Tool
        : kind == ListKind.Prompts ? TargetKind.Prompt
        : TargetKind.Resource;

    private static string UseOf(ListKind kind) =>
        kind == ListKind.Tools ? Protocol.McpMethods.ToolsCall
        : kind == ListKind.Prompts ? Protocol.McpMethods.PromptsGet
        : Protocol.McpMethods.ResourcesRead;
}
