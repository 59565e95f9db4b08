namespace McpAspire.Gateway.Federation.Lists;

/// <summary>One of the lists that servers have.</summary>
/// <param name="Method">The request for it.</param>
/// <param name="Member">The array in its result.</param>
/// <param name="Key">The member of an item by which requests name it.</param>
/// <param name="Changed">The notification that it has changed.</param>
/// <param name="Capability">The capability without which no server has it.</param>
internal sealed record ListKind(string Method, string Member, string Key, string Changed, string Capability)
{
    private const string ResourcesChanged = "notifications/resources/list_changed";

    public static readonly ListKind Tools =
        new("tools/list", "tools", "name", "notifications/tools/list_changed", "tools");

    public static readonly ListKind Prompts =
        new("prompts/list", "prompts", "name", "notifications/prompts/list_changed", "prompts");

    public static readonly ListKind Resources =
        new("resources/list", "resources", "uri", ResourcesChanged, "resources");

    public static readonly ListKind Templates =
        new("resources/templates/list", "resourceTemplates", "uriTemplate", ResourcesChanged, "resources");

    public static readonly IReadOnlyList<ListKind> All = [Tools, Prompts, Resources, Templates];

    public static ListKind Of(string method) =>
        All.FirstOrDefault(kind => kind.Method == method)
        ?? throw new ArgumentException($"{method} is no list.", nameof(method));
}
