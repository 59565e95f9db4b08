using Microsoft.AspNetCore.Connections;

namespace McpAspire.Identity.Startup;

/// <summary>Where the service cannot start, tells what to mend in a few lines instead of a stack trace.</summary>
internal static class StartupReport
{
    private const int Failed = 1;

    /// <summary>
    /// The host would log what is reported here once more, with a stack trace; and the line that ASP.NET Core logs for
    /// each request holds its query, which is where clients and consents carry their one-time values.
    /// </summary>
    public static void QuietLogs(this WebApplicationBuilder builder) =>
        builder.Logging
            .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical)
            .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
            .AddFilter("OpenIddict", LogLevel.Warning);

    /// <summary>Checks all settings before any is used, so that every mistake is told at once.</summary>
    public static bool HasValidSettings(this WebApplication app)
    {
        var problems = app.Services.GetServices<ISettingsCheck>().SelectMany(check => check.FindProblems()).ToList();
        if (problems.Count > 0)
            Write(problems);
        return problems.Count == 0;
    }

    public static async Task<int> RunAndReportAsync(this WebApplication app)
    {
        try
        {
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (ProblemsOf(exception) is { Count: > 0 } problems)
        {
            Write(problems);
            return Failed;
        }
    }

    private static void Write(IEnumerable<string> problems)
    {
        Console.Error.WriteLine("Identity cannot start:");
        foreach (var problem in problems.Distinct())
            Console.Error.WriteLine($"  - {problem}");
    }

    private static IReadOnlyList<string> ProblemsOf(Exception exception) => exception switch
    {
        StartupException refused => [refused.Message],
        AggregateException all => [.. all.InnerExceptions.SelectMany(ProblemsOf)],
        IOException { InnerException: AddressInUseException } inUse => [inUse.Message],
        UnauthorizedAccessException denied => [denied.Message],
        _ => [],
    };
}
