namespace McpAspire.AppHost.Topology;

/// <summary>Prepares the arguments for configuration, which knows only pairs of a name and a value.</summary>
internal static class CommandLine
{
    public const string ResetAdministrator = "reset-administrator";

    /// <summary>
    /// Where the Aspire dashboard listens unless the environment or the caller says otherwise: on this machine only.
    /// </summary>
    private static readonly (string Name, string Value)[] Defaults =
    [
        ("ASPNETCORE_URLS", "http://localhost:15180"),
        ("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "http://localhost:15181"),
        ("ASPIRE_ALLOW_UNSECURED_TRANSPORT", "true"),
    ];

    public static string[] Complete(string[] args)
    {
        var completed = new List<string>();
        foreach (var (name, value) in Defaults)
        {
            if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)))
                completed.Add($"--{name}={value}");
        }

        for (var i = 0; i < args.Length; i++)
        {
            var hasValue = i + 1 < args.Length && bool.TryParse(args[i + 1], out _);
            completed.Add(args[i] == $"--{ResetAdministrator}" && !hasValue ? $"{args[i]}=true" : args[i]);
        }

        return [.. completed];
    }
}
