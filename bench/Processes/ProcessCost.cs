using System.Globalization;

namespace McpAspire.Bench.Processes;

/// <summary>What processes have used so far, as the kernel counts it (proc(5)).</summary>
internal static class ProcessCost
{
    /// <summary>The unit of <c>utime</c> and <c>stime</c> on every Linux that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    private const int UserTime = 11;
    private const int SystemTime = 12;

    /// <summary>CPU seconds, user and system, since they started.</summary>
    public static double CpuSeconds(IEnumerable<int> ids) => ids.Sum(id =>
        CpuSecondsOf(File.ReadAllText($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/stat")));

    /// <summary>Resident memory in MiB.</summary>
    public static double ResidentMegabytes(IEnumerable<int> ids) => ids.Sum(id =>
        ResidentMegabytesOf(File.ReadAllLines($"/proc/{id.ToString(CultureInfo.InvariantCulture)}/status")));

    /// <summary>Its children, for servers that work in them.</summary>
    public static IEnumerable<int> ChildrenOf(int id) =>
        File.ReadAllText($"/proc/{id}/task/{id}/children")
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    /// <summary>The name of the program may hold spaces and brackets, so the fields count from its last one.</summary>
    public static double CpuSecondsOf(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (Number(fields[UserTime]) + Number(fields[SystemTime])) / TicksPerSecond;
    }

    private static double ResidentMegabytesOf(IEnumerable<string> status) =>
        Number(status.First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
            .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1]) / 1024;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
