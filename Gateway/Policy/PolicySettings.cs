using System.Globalization;
using McpAspire.Gateway.Policy.Rules;

namespace McpAspire.Gateway.Policy;

/// <summary>
/// Reads <c>Mcp:Policy</c>. Rules are named by their keys (<c>Rules:read-files:Allow</c>) or stand in an array; an
/// element of it may be a string, which allows, or an object with <c>allow</c>, <c>deny</c> or <c>require</c>: the rule
/// lists of agentgateway are read as they are.
/// </summary>
internal static class PolicySettings
{
    private static readonly string[] OfPolicy = [nameof(PolicyOptions.Rules), nameof(PolicyOptions.ListStepUp)];

    private static readonly string[] OfRule =
    [
        nameof(RuleOptions.Name), nameof(RuleOptions.Description), nameof(RuleOptions.Match), nameof(RuleOptions.Allow),
        nameof(RuleOptions.Deny), nameof(RuleOptions.Require), nameof(RuleOptions.Scopes),
    ];

    public static PolicyOptions Read(IConfigurationSection policy)
    {
        var unreadable = new List<string>();
        unreadable.AddRange(Unknown(policy, OfPolicy));
        var listStepUp = policy.GetSection(nameof(PolicyOptions.ListStepUp));
        var isShown = false;
        if (listStepUp.Value is { } text && !bool.TryParse(text, out isShown))
            unreadable.Add($"{listStepUp.Path}: '{text}' is unreadable; write true or false.");

        var rules = new List<RuleOptions>();
        foreach (var section in policy.GetSection(nameof(PolicyOptions.Rules)).GetChildren())
        {
            rules.Add(Rule(section));
            unreadable.AddRange(Unknown(section, OfRule));
        }

        return new PolicyOptions { Rules = rules, ListStepUp = isShown, Unreadable = unreadable };
    }

    private static RuleOptions Rule(IConfigurationSection section) => section.Value is { } text && IsText(section)
        ? new RuleOptions(NameOf(section), section.Path) { Allow = text }
        : new RuleOptions(section[nameof(RuleOptions.Name)] ?? NameOf(section), section.Path)
        {
            Description = section[nameof(RuleOptions.Description)],
            Match = section[nameof(RuleOptions.Match)],
            Allow = section[nameof(RuleOptions.Allow)],
            Deny = section[nameof(RuleOptions.Deny)],
            Require = section[nameof(RuleOptions.Require)],
            Scopes = Scopes(section.GetSection(nameof(RuleOptions.Scopes))),
        };

    /// <summary>Some sources give a section an empty text besides what is in it.</summary>
    private static bool IsText(IConfigurationSection section) => !section.GetChildren().Any();

    /// <summary>An element of an array has its place for a name.</summary>
    private static string NameOf(IConfigurationSection section) =>
        int.TryParse(section.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? $"rule {index}"
            : section.Key;

    /// <summary>An array, or one string as scopes are written in tokens (RFC 6749 section 3.3).</summary>
    private static string[] Scopes(IConfigurationSection scopes) => scopes.Value is { } text && IsText(scopes)
        ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        : [.. scopes.GetChildren().Select(scope => scope.Value ?? "")];

    /// <summary>A misspelt <c>Deny</c> would else deny nothing, and say nothing.</summary>
    private static IEnumerable<string> Unknown(IConfigurationSection section, string[] known) =>
        from child in section.GetChildren()
        where !known.Contains(child.Key, StringComparer.OrdinalIgnoreCase)
        select $"{child.Path}: is not a setting; use one of {string.Join(", ", known)}.";
}
