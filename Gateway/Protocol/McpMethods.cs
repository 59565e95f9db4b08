using System.Collections.Frozen;

namespace McpAspire.Gateway.Protocol;

/// <summary>The methods of all revisions; their names are allocated once and safe as metric labels.</summary>
internal static class McpMethods
{
    public const string Initialize = "initialize";
    public const string ToolsCall = "tools/call";
    public const string PromptsGet = "prompts/get";
    public const string ResourcesRead = "resources/read";
    public const string CompletionComplete = "completion/complete";
    public const string SubscriptionsListen = "subscriptions/listen";

    public static readonly FrozenSet<string> Known = FrozenSet.Create(
        StringComparer.Ordinal,
        Initialize, "ping", "server/discover", "notifications/initialized", "notifications/cancelled",
        "notifications/progress", "notifications/message", "notifications/roots/list_changed",
        "notifications/elicitation/complete", "logging/setLevel", CompletionComplete,
        ToolsCall, "tools/list", PromptsGet, "prompts/list",
        ResourcesRead, "resources/list", "resources/templates/list", "resources/subscribe", "resources/unsubscribe",
        SubscriptionsListen, "tasks/get", "tasks/update", "tasks/cancel", "tasks/list", "tasks/result",
        "sampling/createMessage", "elicitation/create", "roots/list");

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Known.GetAlternateLookup<ReadOnlySpan<char>>();

    public static string Intern(ReadOnlySpan<char> method) =>
        Lookup.TryGetValue(method, out var known) ? known : method.ToString();
}
