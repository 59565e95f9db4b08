using System.Reflection;

namespace McpAspire.Gateway.Configuration;

/// <summary>
/// What may stand under <c>Mcp:Servers:{name}</c>, read off the options, so that nothing has to be listed twice.
/// </summary>
internal static class ServerSettings
{
    private static readonly PropertyInfo[] OfServer = typeof(ServerOptions).GetProperties();
    private static readonly PropertyInfo[] OfTool = typeof(ToolOptions).GetProperties();

    /// <summary>The settings whose text may turn out to be unreadable, by paths from the section <c>Mcp</c>.</summary>
    public static IEnumerable<(string Path, Type Type, string Remedy)> Typed(IConfigurationSection servers)
    {
        foreach (var server in servers.GetChildren())
        {
            var at = $"{nameof(McpOptions.Servers)}:{server.Key}";
            foreach (var setting in Typed(OfServer, at))
                yield return setting;
            foreach (var tool in server.GetSection(nameof(ServerOptions.Tools)).GetChildren())
            {
                foreach (var setting in Typed(OfTool, $"{at}:{nameof(ServerOptions.Tools)}:{tool.Key}"))
                    yield return setting;
            }
        }
    }

    /// <summary>
    /// Settings that do not exist. A misspelt <c>DenyTools</c> would else allow what it was to deny, and say nothing.
    /// </summary>
    public static IEnumerable<string> Unknown(IConfigurationSection servers)
    {
        foreach (var server in servers.GetChildren())
        {
            var tools = server.GetSection(nameof(ServerOptions.Tools)).GetChildren();
            foreach (var setting in Unknown(server, OfServer).Concat(tools.SelectMany(tool => Unknown(tool, OfTool))))
                yield return setting;
        }
    }

    private static IEnumerable<(string Path, Type Type, string Remedy)> Typed(PropertyInfo[] properties, string at) =>
        from property in properties
        let type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType
        let remedy = Remedy(type)
        where remedy is not null
        select ($"{at}:{property.Name}", type, remedy);

    private static IEnumerable<string> Unknown(IConfigurationSection section, PropertyInfo[] properties) =>
        from child in section.GetChildren()
        where !properties.Any(property => property.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase))
        select $"{child.Path}: is not a setting; use one of {string.Join(", ", properties.Select(it => it.Name))}.";

    private static string? Remedy(Type type)
    {
        if (type == typeof(bool))
            return "write true or false";
        if (type == typeof(TimeSpan))
            return "write hours:minutes:seconds, such as 00:00:30";
        if (type.IsEnum)
            return $"write {string.Join(", ", Enum.GetNames(type))}";

        return type == typeof(int) ? "write a whole number" : null;
    }
}
