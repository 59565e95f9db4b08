namespace McpAspire.Identity.Sessions;

/// <summary>
/// Marks a request whose sign-in gets a session id of its own, ending the session that came with the request.
/// </summary>
internal static class SessionReplacement
{
    private static readonly object Key = new();

    public static void Request(HttpContext context) => context.Items[Key] = Key;

    public static bool IsRequested(HttpContext context) => context.Items.ContainsKey(Key);
}
