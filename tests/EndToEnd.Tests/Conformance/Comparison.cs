using System.Text;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>Two runs of one suite, scenario by scenario: directly against a server, and through the gateway.</summary>
internal sealed class Comparison(SuiteRun direct, SuiteRun gateway)
{
    /// <summary>
    /// The suite reconnects at once, whatever <c>retry</c> says, so that the answer may or may not be there yet; it
    /// warns at most.
    /// </summary>
    private const string RaceOfTheSuite = "server-sse-disconnect-resume";

    private IEnumerable<string> Names =>
        direct.Scenarios.Keys.Union(gateway.Scenarios.Keys).Order(StringComparer.Ordinal);

    public string Table()
    {
        var table = new StringBuilder("| scenario | direct | gateway |\n| --- | --- | --- |\n");
        foreach (var name in Names)
            table.Append($"| {name}{Remark(name)} | {Cell(direct, name)} | {Cell(gateway, name)} |\n");
        table.Append($"\n{Sum("direct", direct)}; {Sum("gateway", gateway)}\n\n");
        foreach (var remark in Remarks("direct", direct).Concat(Remarks("gateway", gateway)))
            table.Append($"{remark}\n");
        return table.ToString();
    }

    /// <summary>Every scenario with a check that ended otherwise; none, where nobody can tell the two apart.</summary>
    public IEnumerable<string> Differences() => Names
        .Select(name => (Name: name, Direct: Statuses(direct, name), Gateway: Statuses(gateway, name)))
        .Where(row => row.Direct != row.Gateway)
        .Select(row => $"{row.Name}: direct [{row.Direct}], gateway [{row.Gateway}]");

    private string Remark(string name) =>
        direct.NotScored.TryGetValue(name, out var reason) ? $" *(not scored: {reason})*" : "";

    /// <summary>What the suite says to every check of a scenario that counts and is not plain success.</summary>
    private static IEnumerable<string> Remarks(string label, SuiteRun run) =>
        from scenario in run.Scenarios.Values
        where !run.NotScored.ContainsKey(scenario.Name)
        from check in scenario.Checks
        where check.Status != Check.Success
        select $"* {label}, {scenario.Name}: {check.Id} {check.Status}: {check.ErrorMessage}";

    private static string Cell(SuiteRun run, string name) =>
        run.Scenarios.GetValueOrDefault(name)?.ToString() ?? "absent";

    private static string Statuses(SuiteRun run, string name) =>
        run.Scenarios.GetValueOrDefault(name) is not { } scenario
            ? "absent"
            : string.Join(", ", scenario.Checks
                .Where(check => check.Id != RaceOfTheSuite || check.Status == Check.Failure)
                .Select(check => $"{check.Id} {check.Status}")
                .Order(StringComparer.Ordinal));

    private static string Sum(string label, SuiteRun run)
    {
        var scored = run.Scenarios.Values.Where(scenario => !run.NotScored.ContainsKey(scenario.Name)).ToList();
        return $"{label}: {Passing(scored)} scored scenarios pass, {Passing(run.Scenarios.Values)} in all";
    }

    private static string Passing(IEnumerable<Scenario> scenarios)
    {
        var all = scenarios.ToList();
        return $"{all.Count(scenario => scenario.Passes)} of {all.Count}";
    }
}
