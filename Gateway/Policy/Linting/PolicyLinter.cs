using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy.Linting;

/// <summary>Looks for rules that do something else than their author thinks.</summary>
internal static class PolicyLinter
{
    private static readonly string[] Kinds = ["tool", "prompt", "resource"];

    /// <summary>What every access token has; a rule that reads any other claim fails for tokens without it.</summary>
    private static readonly string[] Certain =
        ["iss", "sub", "aud", "exp", "iat", "jti", "client_id", "scope", "scopes", "groups"];

    public static IEnumerable<PolicyWarning> Lint(IEnumerable<PolicyRule> rules)
    {
        var all = rules.ToArray();
        return [.. all.SelectMany(Of), .. Uncovered(all)];
    }

    private static IEnumerable<PolicyWarning> Of(PolicyRule rule)
    {
        foreach (var expression in (RuleExpression?[])[rule.Match, rule.Condition])
        {
            if (expression is null)
                continue;

            var node = Parser.Parse(expression.Program.Source, CelOptions.Default);
            foreach (var warning in Nodes.In(node).SelectMany(it => Substring(rule, it)))
                yield return warning;
            foreach (var claim in Unguarded(node))
                yield return new PolicyWarning(
                    rule.Name,
                    $"a token without the claim {claim} makes it fail, and a rule that fails denies",
                    $"write has(jwt.{claim}) && …, or jwt.?{claim}.orValue(…)");
            if (rule.Kind != RuleKind.Allow || expression.Setting != nameof(RuleOptions.Allow))
                continue;

            if (Nodes.IsTrue(node) && rule.Match is null)
                yield return new PolicyWarning(
                    rule.Name,
                    "it allows everything to everybody who is signed in, servers that are added later included",
                    "say what is allowed, or of which server: mcp.server.name == \"…\"");
            if (Nodes.IsNegative(node))
                yield return new PolicyWarning(
                    rule.Name,
                    "an Allow that says what it is not allows all the rest, tools that are added later included",
                    "make it a Deny of what is meant, and an Allow of what may be used");
        }
    }

    private static IEnumerable<PolicyWarning> Substring(PolicyRule rule, Node node)
    {
        if (node is CallNode { Function: "contains" or "matches" or "indexOf", Target: SelectNode { Field: "scope", Operand: NameNode { Name: "jwt" } } })
            yield return new PolicyWarning(
                rule.Name,
                "jwt.scope is one string, so that a test for a part of it is also true for longer scopes: "
                    + "files:read is in files:readwrite",
                "write jwt.scopes.contains(\"…\")");
    }

    private static IEnumerable<string> Unguarded(Node node)
    {
        var all = Nodes.In(node).ToArray();
        var guarded = all.OfType<HasNode>().Select(has => Nodes.ClaimOf(has.Selected)).ToHashSet();
        return all.OfType<SelectNode>()
            .Where(select => !select.IsOptional)
            .Select(Nodes.ClaimOf)
            .OfType<string>()
            .Where(claim => !Certain.Contains(claim) && !guarded.Contains(claim))
            .Distinct();
    }

    private static IEnumerable<PolicyWarning> Uncovered(PolicyRule[] rules)
    {
        var allowing = rules.Where(rule => rule.Kind == RuleKind.Allow).ToArray();
        foreach (var kind in Kinds)
        {
            if (!allowing.Any(rule => IsAbout(rule, kind)))
                yield return new PolicyWarning(
                    null, $"no rule allows any {kind}, so that all are hidden", $"add an Allow about mcp.{kind} if they are to be used");
        }
    }

    /// <summary>Whether it could allow one: it names the kind, or none.</summary>
    private static bool IsAbout(PolicyRule rule, string kind)
    {
        var named = Kinds.Where(other => rule.Condition!.Program.MayRead($"mcp.{other}")
            || rule.Match?.Program.MayRead($"mcp.{other}") == true).ToArray();
        return named.Length == 0 || named.Contains(kind);
    }
}
