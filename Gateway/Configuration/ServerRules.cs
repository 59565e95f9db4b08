using System.Text.RegularExpressions;

namespace McpAspire.Gateway.Configuration;

/// <summary>What is wrong with the section <c>Mcp:Servers</c>; each finding has its configuration path and a remedy.</summary>
internal static partial class ServerRules
{
    private const string Root = "Mcp:Servers";
    private const string NoAddress = "is not an absolute http or https URL without user information and fragment.";

    public static IEnumerable<string> Problems(Dictionary<string, ServerOptions> servers)
    {
        if (servers.Count == 0)
            yield return $"{Root}: is empty; add one, such as {Root}:everything:Url = http://everything/mcp.";

        foreach (var (name, server) in servers)
        {
            if (!Name().IsMatch(name))
                yield return $"{Root}:{name}: is not a server name; use 1 to 32 of a-z, 0-9 and '-'.";
            foreach (var problem in Of(server))
                yield return $"{Root}:{name}:{problem}";
        }

        foreach (var problem in Prefixes(servers))
            yield return problem;
    }

    private static IEnumerable<string> Of(ServerOptions server) =>
        [.. Addresses(server), .. Behaviour(server), .. Engine(server), .. Tools(server)];

    private static IEnumerable<string> Addresses(ServerOptions server)
    {
        if (string.IsNullOrWhiteSpace(server.Url))
            yield return "Url: is missing; set the address of its MCP endpoint.";
        else if (!WebOrigin.IsAddress(server.Url))
            yield return $"Url: '{server.Url}' {NoAddress}";

        for (var i = 0; i < server.Urls.Length; i++)
        {
            var url = server.Urls[i];
            if (!WebOrigin.IsAddress(url))
                yield return $"Urls:{i}: '{url}' {NoAddress}";
            else if (server.Urls.Take(i).Append(server.Url).Any(other => IsSame(url, other)))
                yield return $"Urls:{i}: '{url}' is listed already; every replica has an address of its own.";
        }
    }

    private static IEnumerable<string> Behaviour(ServerOptions server)
    {
        if (!Enum.IsDefined(server.Era))
            yield return $"Era: '{server.Era}' is none; use {string.Join(", ", Enum.GetNames<ServerEra>())}.";
        if (server.Timeout < TimeSpan.FromMilliseconds(100) || server.Timeout > TimeSpan.FromHours(1))
            yield return "Timeout: must be between 00:00:00.1 and 01:00:00.";
        if (server.Prefix is { } prefix && !Name().IsMatch(prefix))
            yield return $"Prefix: '{prefix}' is not a prefix; use 1 to 32 of a-z, 0-9 and '-'.";
    }

    private static IEnumerable<string> Engine(ServerOptions server)
    {
        var (health, circuit) = (server.Health, server.Circuit);
        if (health.Path is { } path && !(path.StartsWith('/') && Uri.TryCreate(path, UriKind.Relative, out _)))
            yield return $"Health:Path: '{path}' is not a path; write one such as /health.";
        if (health.Interval < TimeSpan.FromMilliseconds(100) || health.Interval > TimeSpan.FromHours(1))
            yield return "Health:Interval: must be between 00:00:00.1 and 01:00:00.";
        if (health.Timeout < TimeSpan.FromMilliseconds(100) || health.Timeout > TimeSpan.FromMinutes(1))
            yield return "Health:Timeout: must be between 00:00:00.1 and 00:01:00.";
        if (circuit.Failures is < 1 or > 1000)
            yield return "Circuit:Failures: must be between 1 and 1000.";
        if (circuit.FailureRate is not (>= 0.05 and <= 1))
            yield return "Circuit:FailureRate: must be between 0.05 and 1.";
        if (circuit.Break < TimeSpan.FromMilliseconds(100) || circuit.Break > TimeSpan.FromHours(1))
            yield return "Circuit:Break: must be between 00:00:00.1 and 01:00:00.";
    }

    private static IEnumerable<string> Tools(ServerOptions server)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, tool) in server.Tools)
        {
            if (string.IsNullOrWhiteSpace(name))
                yield return "Tools: has an entry without a name; name the tool as the server does.";
            if (tool.Name is { } other && !ToolName().IsMatch(other))
                yield return $"Tools:{name}:Name: '{other}' is not a tool name; use 1 to 64 of letters, digits, "
                    + "'_', '.' and '-'.";
            else if (!tool.Hidden && !taken.TryAdd(tool.Name ?? name, name))
                yield return $"Tools:{name}:Name: '{tool.Name ?? name}' is the name of "
                    + $"'{taken[tool.Name ?? name]}' already; choose another.";
        }

        for (var i = 0; i < server.AllowTools.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(server.AllowTools[i]))
                yield return $"AllowTools:{i}: is empty; name the tool as the server does.";
        }

        for (var i = 0; i < server.DenyTools.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(server.DenyTools[i]))
                yield return $"DenyTools:{i}: is empty; name the tool as the server does.";
            else if (server.AllowTools.Contains(server.DenyTools[i], StringComparer.Ordinal))
                yield return $"DenyTools:{i}: '{server.DenyTools[i]}' is in AllowTools too; remove it from one.";
        }
    }

    private static IEnumerable<string> Prefixes(Dictionary<string, ServerOptions> servers)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, server) in servers.OrderBy(entry => entry.Value.Prefix is not null))
        {
            if (server.Federated && !taken.TryAdd(server.Prefix ?? name, name))
                yield return $"{Root}:{name}:Prefix: '{server.Prefix}' is the prefix of '{taken[server.Prefix ?? name]}' "
                    + "already; names of the federation have to lead to one server.";
        }
    }

    private static bool IsSame(string url, string? other) =>
        WebOrigin.IsAddress(other)
        && string.Equals(new Uri(url).AbsoluteUri, new Uri(other!).AbsoluteUri, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"\A[a-z0-9-]{1,32}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex ToolName();
}
