namespace McpAspire.Identity.Sessions;

/// <summary>
/// A name for a device from what its browser says of itself. Anybody can say anything there, so only words of our own
/// come out, and nothing is decided by them.
/// </summary>
internal static class DeviceName
{
    private const string Unknown = "Unknown device";

    /// <summary>In this order: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.</summary>
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl"),
    ];

    /// <summary>In this order: Android also calls itself Linux, and an iPhone says "like Mac OS X".</summary>
    private static readonly (string Mark, string Name)[] Systems =
    [
        ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    public static string Of(string? userAgent)
    {
        if (string.IsNullOrEmpty(userAgent))
            return Unknown;

        return (Find(Browsers, userAgent), Find(Systems, userAgent)) switch
        {
            ({ } browser, { } system) => $"{browser} on {system}",
            ({ } browser, null) => browser,
            (null, { } system) => $"A browser on {system}",
            _ => Unknown,
        };
    }

    private static string? Find((string Mark, string Name)[] marks, string userAgent) =>
        Array.Find(marks, mark => userAgent.Contains(mark.Mark, StringComparison.Ordinal)).Name;
}
