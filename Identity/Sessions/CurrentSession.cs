namespace McpAspire.Identity.Sessions;

/// <summary>The id of the session that came with a request. It is a credential and never leaves the server.</summary>
internal static class CurrentSession
{
    private static readonly object Key = new();

    public static void Set(HttpContext context, string id) => context.Items[Key] = id;

    public static string? IdOf(HttpContext context) => context.Items.TryGetValue(Key, out var id) ? (string?)id : null;
}
