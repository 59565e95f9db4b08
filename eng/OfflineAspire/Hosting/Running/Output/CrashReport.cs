namespace McpAspire.OfflineAspire.Running;

internal static class CrashReport
{
    public static string Format(string resource, int exitCode, IReadOnlyCollection<string> lines) =>
        lines.Count == 0
            ? $"{resource} ended by itself with exit code {exitCode} and wrote nothing."
            : $"""
                {resource} ended by itself with exit code {exitCode}. Its last {lines.Count} lines:
                {string.Join('\n', lines.Select(line => $"    {line}"))}
                """;
}
