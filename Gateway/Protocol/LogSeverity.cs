namespace McpAspire.Gateway.Protocol;

/// <summary>The levels of log messages (RFC 5424 section 6.2.1), the least severe first.</summary>
internal static class LogSeverity
{
    /// <summary>For sessions that never named one; what they get is then left to the server (2025-11-25).</summary>
    public const string Default = "info";

    private static readonly string[] All =
        ["debug", "info", "notice", "warning", "error", "critical", "alert", "emergency"];

    /// <summary>The level in its only spelling, or null.</summary>
    public static string? Find(string? name) => Array.Find(All, level => level == name);

    /// <summary>Whether a message of a level is to be seen; one without a known level is.</summary>
    public static bool Includes(string least, string? level) =>
        level is null || Array.IndexOf(All, level) is not (>= 0 and var rank) || rank >= Array.IndexOf(All, least);
}
