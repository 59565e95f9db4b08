using System.Text;

namespace McpAspire.EndToEnd.Tests.Conformance;

/// <summary>A run of a suite through the gateway at a server that speaks only the other era.</summary>
internal sealed class BridgedRun(SuiteRun run, IReadOnlyCollection<Shortfall> shortfalls)
{
    private IEnumerable<Scenario> Scored => run.Scenarios.Values
        .Where(scenario => !run.NotScored.ContainsKey(scenario.Name))
        .OrderBy(scenario => scenario.Name, StringComparer.Ordinal);

    /// <summary>Scenarios that fail and should not, and such as pass by now although they are said not to.</summary>
    public IEnumerable<string> Surprises()
    {
        foreach (var scenario in Scored)
        {
            if (ReasonOf(scenario) is null && !scenario.Passes)
                yield return $"{scenario.Name}: {scenario} {string.Join("; ", Remarks(scenario))}";
            else if (ReasonOf(scenario) is { } untrue && scenario.Passes)
                yield return $"{scenario.Name} passes, although it is said not to: {untrue}";
        }

        foreach (var absent in shortfalls.Where(shortfall => !run.Scenarios.ContainsKey(shortfall.Scenario)))
            yield return $"{absent.Scenario}: absent";
    }

    public string Table()
    {
        var table = new StringBuilder("| scenario | result |\n| --- | --- |\n");
        foreach (var (name, scenario) in run.Scenarios.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            table.Append($"| {name}{Remark(name)} | {scenario} |\n");
        var scored = Scored.ToList();
        table.Append($"\n{scored.Count(scenario => scenario.Passes)} of {scored.Count} scored scenarios pass\n\n");
        foreach (var scenario in run.Scenarios.Values)
            table.AppendJoin("", Remarks(scenario).Select(remark => $"* {scenario.Name}: {remark}\n"));
        return table.ToString();
    }

    private string? ReasonOf(Scenario scenario) =>
        shortfalls.FirstOrDefault(shortfall => shortfall.Scenario == scenario.Name)?.Reason;

    private string Remark(string name) =>
        run.NotScored.TryGetValue(name, out var reason) ? $" *(not scored: {reason})*" : "";

    private static IEnumerable<string> Remarks(Scenario scenario) => scenario.Checks
        .Where(check => check.Status != Check.Success)
        .Select(check => $"{check.Id} {check.Status}: {check.ErrorMessage}");
}
