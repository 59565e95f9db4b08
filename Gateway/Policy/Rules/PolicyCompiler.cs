using System.Collections.Immutable;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Policy.Variables;

namespace McpAspire.Gateway.Policy.Rules;

/// <summary>Makes rules of their options, or says everything that is wrong with them.</summary>
internal sealed class PolicyCompiler
{
    /// <summary>A condition is a boolean, as far as that can be known before.</summary>
    private static readonly CelOptions Options = new() { Result = CelType.Bool };

    private readonly List<string> _problems = [];
    private readonly SettingPlaces _places;

    private PolicyCompiler(SettingPlaces places) => _places = places;

    /// <param name="options">The rules.</param>
    /// <param name="places">Finds the lines of settings in files.</param>
    /// <returns>The rules, none where there are problems; each problem with its place and a remedy.</returns>
    public static (ImmutableArray<PolicyRule> Rules, IReadOnlyList<string> Problems) Compile(
        PolicyOptions options, SettingPlaces places)
    {
        var compiler = new PolicyCompiler(places);
        compiler._problems.AddRange(options.Unreadable);
        compiler.CheckNames(options.Rules);
        var rules = options.Rules.Select(compiler.Rule).ToArray();
        return compiler._problems.Count == 0 ? ([.. rules], []) : ([], compiler._problems);
    }

    private void CheckNames(IReadOnlyList<RuleOptions> rules)
    {
        foreach (var same in rules.GroupBy(rule => rule.Name, StringComparer.OrdinalIgnoreCase).Where(it => it.Count() > 1))
            Add(same.Last().Path, $"'{same.Key}' is the name of another rule already; the audit trail would not tell them apart.");
    }

    private PolicyRule Rule(RuleOptions rule)
    {
        string?[] conditions = [rule.Allow, rule.Deny, rule.Require];
        if (conditions.Count(it => it is not null) > 1)
            Add(rule.Path, "has more than one of Allow, Deny and Require; make it several rules.");
        else if (rule.Condition is null && rule.Scopes.Length == 0)
            Add(rule.Path, "does nothing; give it one of Allow, Deny, Require and Scopes.");
        if (rule.Scopes.Length > 0 && rule.Kind is RuleKind.Deny or RuleKind.Require)
            Add($"{rule.Path}:{nameof(rule.Scopes)}", "cannot stand with Deny or Require; make it a rule of its own.");
        if (rule.Scopes.Any(scope => !IsScope(scope)))
            Add($"{rule.Path}:{nameof(rule.Scopes)}", "has an entry that is no scope; write one word each, such as files:read.");

        var match = rule.Match is null ? null : Expression(rule, nameof(rule.Match), rule.Match);
        var condition = rule.Condition is var (setting, text) ? Expression(rule, setting, text) : null;
        return new PolicyRule(rule, match, condition);
    }

    private RuleExpression? Expression(RuleOptions rule, string setting, string text)
    {
        var compiled = CelCompiler.Compile(text, PolicyVariables.Environment, Options);
        if (compiled.Program is { } program)
            return new RuleExpression(setting, program);

        // A rule that is written as a string has no setting of its own.
        var path = _places.Has($"{rule.Path}:{setting}") ? $"{rule.Path}:{setting}" : rule.Path;
        foreach (var diagnostic in compiled.Diagnostics)
        {
            var (line, column) = diagnostic.Locate(text);
            _problems.Add($"{_places.Of(path, line, column)}{path}:{diagnostic.Render(text)}");
        }

        return null;
    }

    private void Add(string path, string problem) => _problems.Add($"{_places.Of(path, 1, 1)}{path}: {problem}");

    /// <summary>RFC 6749 section 3.3.</summary>
    private static bool IsScope(string scope) =>
        scope.Length > 0 && !scope.AsSpan().ContainsAnyExceptInRange('!', '~') && !scope.AsSpan().ContainsAny('"', '\\');
}
