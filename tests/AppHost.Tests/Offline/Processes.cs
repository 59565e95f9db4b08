using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using McpAspire.AppHost.Tests.Graph;

namespace McpAspire.AppHost.Tests.Offline;

/// <summary>Looks at processes as the system sees them.</summary>
internal static class Processes
{
    /// <summary>A zombie is gone: it only waits for somebody to read its exit code.</summary>
    public static bool Live(int id)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            return status[(status.LastIndexOf(')') + 2)..][0] is not ('Z' or 'X');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    public static string CommandLine(int id) => File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');

    public static int[] ChildrenOf(int id) => Directory.GetDirectories("/proc")
        .Select(Path.GetFileName)
        .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))
        .Where(child => ParentOf(child) == id)
        .ToArray();

    public static async Task<int> IdOfAsync(RunningGraph graph, string resource)
    {
        var running = await graph.Application.ResourceNotifications.WaitForResourceAsync(
            resource,
            change => change.Snapshot.State?.Text == KnownResourceStates.Running,
            TestContext.Current.CancellationToken);
        return (int)running.Snapshot.Properties.Single(property => property.Name == "executable.pid").Value!;
    }

    private static int ParentOf(int id)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(
                status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
