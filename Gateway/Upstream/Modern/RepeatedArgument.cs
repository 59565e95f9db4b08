using System.Text.Json;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Modern;

/// <summary>An argument of a tool that its server wants repeated in a header (SEP-2243, <c>x-mcp-header</c>).</summary>
/// <param name="Path">Where it stands in the arguments.</param>
/// <param name="Header">The header's whole name.</param>
internal sealed record RepeatedArgument(string[] Path, string Header)
{
    private const int MaxDepth = 16;

    /// <summary>All that a tool's input schema says.</summary>
    public static RepeatedArgument[] Of(JsonElement tool) =>
        tool.TryGetProperty("inputSchema", out var schema) ? [.. Find(schema, [])] : [];

    /// <summary>What the header has to say; null if the argument is not given.</summary>
    public string? ValueIn(JsonElement arguments)
    {
        foreach (var name in Path)
        {
            if (arguments.ValueKind != JsonValueKind.Object || !arguments.TryGetProperty(name, out arguments))
                return null;
        }

        return arguments.ValueKind switch
        {
            JsonValueKind.String => HeaderEncoding.Encode(arguments.GetString()!),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => arguments.GetRawText(),
            _ => null,
        };
    }

    private static IEnumerable<RepeatedArgument> Find(JsonElement schema, string[] path)
    {
        if (path.Length == MaxDepth || schema.ValueKind != JsonValueKind.Object
            || !schema.TryGetProperty("properties", out var properties)
            || properties.ValueKind != JsonValueKind.Object)
            yield break;

        foreach (var property in properties.EnumerateObject())
        {
            string[] place = [.. path, property.Name];
            if (property.Value.ValueKind == JsonValueKind.Object
                && property.Value.TryGetProperty("x-mcp-header", out var header)
                && header.ValueKind == JsonValueKind.String)
                yield return new RepeatedArgument(place, McpHeaders.ParameterPrefix + header.GetString());
            foreach (var inner in Find(property.Value, place))
                yield return inner;
        }
    }
}
