using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace McpAspire.Identity.Users.Import;

/// <summary>Reads one entry of the file.</summary>
internal static class FileUserReader
{
    private static readonly string[] Known = ["displayname", "email", "password", "disabled", "groups"];

    public static FileUser Read(YamlNode key, YamlNode entry)
    {
        var name = TextOf(key) ?? string.Empty;
        if (entry is not YamlMappingNode values)
            return new FileUser(name) { Notes = ["the entry holds nothing that can be read"] };

        var fields = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var (field, value) in values.Children)
            fields[TextOf(field) ?? string.Empty] = value;

        var notes = new List<string>();
        var others = fields.Keys.Except(Known).Order(StringComparer.Ordinal).ToList();
        if (others.Count > 0)
            notes.Add($"not kept here: {string.Join(", ", others)}");
        return new FileUser(name)
        {
            DisplayName = Text("displayname"),
            Email = Text("email"),
            PasswordHash = Text("password"),
            IsDisabled = IsDisabled(fields.GetValueOrDefault("disabled"), notes),
            Groups = GroupsOf(fields.GetValueOrDefault("groups"), notes),
            Notes = notes,
        };

        string? Text(string field)
        {
            var node = fields.GetValueOrDefault(field);
            if (node is not (null or YamlScalarNode))
                notes.Add($"{field} is not a text");
            return TextOf(node);
        }
    }

    /// <summary>What says neither yes nor no must not let anybody in.</summary>
    private static bool IsDisabled(YamlNode? node, List<string> notes)
    {
        switch (TextOf(node)?.ToLowerInvariant())
        {
            case null when node is null or YamlScalarNode:
            case "false" or "no" or "off":
                return false;
            case "true" or "yes" or "on":
                return true;
            default:
                notes.Add("disabled says neither true nor false, so the user is disabled");
                return true;
        }
    }

    private static IReadOnlyList<string> GroupsOf(YamlNode? node, List<string> notes)
    {
        if (node is YamlSequenceNode list)
            return [.. list.Children.Select(TextOf).OfType<string>()];
        if (TextOf(node) is not null || node is YamlMappingNode)
            notes.Add("groups is not a list");
        return [];
    }

    private static string? TextOf(YamlNode? node) => node switch
    {
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" or "~" or "Null" or "NULL" } => null,
        YamlScalarNode { Value: { Length: > 0 } text } => text,
        _ => null,
    };
}
