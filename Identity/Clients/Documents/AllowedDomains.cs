namespace McpAspire.Identity.Clients.Documents;

/// <summary>The hosts that documents may be at, as the configuration names them.</summary>
internal static class AllowedDomains
{
    private const string Below = "*.";

    public static bool IsValid(string entry)
    {
        var name = entry.StartsWith(Below, StringComparison.Ordinal) ? entry[Below.Length..] : entry;
        return Uri.CheckHostName(name) is UriHostNameType.Dns && name.All(char.IsAscii) && !name.EndsWith('.');
    }

    /// <summary>A list without entries holds every host.</summary>
    public static bool Hold(IReadOnlyList<string> entries, string host) =>
        entries.Count == 0 || entries.Any(entry => Holds(entry, host));

    private static bool Holds(string entry, string host) => entry.StartsWith(Below, StringComparison.Ordinal)
        ? host.EndsWith(entry[1..], StringComparison.OrdinalIgnoreCase) && host.Length >= entry.Length
        : host.Equals(entry, StringComparison.OrdinalIgnoreCase);
}
