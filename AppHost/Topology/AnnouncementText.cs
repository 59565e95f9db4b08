using System.Globalization;

namespace McpAspire.AppHost.Topology;

internal static class AnnouncementText
{
    public static string Compose(
        string gateway,
        string identity,
        string server,
        AdministratorState administrator,
        string? oneTimePassword,
        bool hasDashboard,
        TimeSpan sinceStart)
    {
        var url = $"{gateway}/mcp/{server}";
        var seconds = sinceStart.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        var watch = hasDashboard
            ? "the dashboard, at the login address above"
            : "the lines below, each with the name of its resource";
        return $$$$"""

            McpAspire is ready after {{{{seconds}}}} s.

              MCP server      {{{{url}}}}
              Sign in         {{{{identity}}}}
              Administrator   {{{{Administrator(administrator, oneTimePassword)}}}}

              Add the server to a client:
                claude mcp add --transport http {{{{server}}}} {{{{url}}}}
              or in its configuration:
                {"mcpServers":{"{{{{server}}}}":{"type":"http","url":"{{{{url}}}}"}}}

              Watch           {{{{watch}}}}
              Stop            Ctrl-C

            """;
    }

    private static string Administrator(AdministratorState administrator, string? oneTimePassword) =>
        (oneTimePassword, administrator.OneTimePasswordPending) switch
        {
            ({ } password, _) => $"{administrator.Name}, one-time password {password} (shown only here and only now)",
            (null, true) => $"{administrator.Name}, whose one-time password was shown at an earlier start; "
                + "./run --reset-administrator gives a new one",
            _ => administrator.Name,
        };
}
