using System.Reflection;

namespace McpAspire.Gateway.Configuration;

/// <summary>
/// What may stand under <c>Mcp:Servers:{name}</c>, read off the options, so that nothing has to be listed twice.
/// </summary>
internal static class ServerSettings
{
    private static readonly PropertyInfo[] OfServer = typeof(ServerOptions).GetProperties();
    private static readonly PropertyInfo[] OfTool = typeof(ToolOptions).GetProperties();

    private static readonly PropertyInfo[] Groups =
    [
        .. OfServer.Where(it => it.PropertyType is { IsClass: true } type
            && type.Namespace == typeof(ServerOptions).Namespace),
    ];

    /// <summary>The settings whose text may turn out to be unreadable, by paths from the section <c>Mcp</c>.</summary>
    public static IEnumerable<(string Path, Type Type, string Remedy)> Typed(IConfigurationSection servers) =>
        from section in Sections(servers)
        from property in section.Properties
        let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        let remedy = Remedy(type)
        where remedy is not null
        select ($"{section.At.Path[(McpOptions.Section.Length + 1)..]}:{property.Name}", type, remedy);

    /// <summary>
    /// Settings that do not exist. A misspelt <c>DenyTools</c> would else allow what it was to deny, and say nothing.
    /// </summary>
    public static IEnumerable<string> Unknown(IConfigurationSection servers) =>
        from section in Sections(servers)
        from child in section.At.GetChildren()
        where !section.Properties.Any(it => it.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
        select $"{child.Path}: is not a setting; use one of {string.Join(", ", section.Properties.Select(it => it.Name))}.";

    /// <summary>Each server, each of its tools, and each group of its settings, with what may stand there.</summary>
    private static IEnumerable<(IConfigurationSection At, PropertyInfo[] Properties)> Sections(
        IConfigurationSection servers)
    {
        foreach (var server in servers.GetChildren())
        {
            yield return (server, OfServer);
            foreach (var tool in server.GetSection(nameof(ServerOptions.Tools)).GetChildren())
                yield return (tool, OfTool);
            foreach (var group in Groups)
                yield return (server.GetSection(group.Name), group.PropertyType.GetProperties());
        }
    }

    private static string? Remedy(Type type)
    {
        if (type == typeof(bool))
            return "write true or false";
        if (type == typeof(TimeSpan))
            return "write hours:minutes:seconds, such as 00:00:30";
        if (type.IsEnum)
            return $"write {string.Join(", ", Enum.GetNames(type))}";
        if (type == typeof(double))
            return "write a number, such as 0.5";

        return type == typeof(int) ? "write a whole number" : null;
    }
}
