using System.Buffers;
using System.Text.Json;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>
/// The annotation <c>x-mcp-header</c> in a tool's input schema (SEP-2243). A tool with a wrong one must not be listed:
/// its callers would send headers that contradict their arguments.
/// </summary>
internal static class ParameterHeaders
{
    private const string Annotation = "x-mcp-header";

    /// <summary>RFC 9110 section 5.6.2, token.</summary>
    private static readonly SearchValues<char> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    public static bool AreValid(ReadOnlyMemory<byte> tool)
    {
        if (tool.Span.IndexOf("x-mcp-header"u8) < 0 && tool.Span.IndexOf((byte)'\\') < 0)
            return true;

        using var document = JsonDocument.Parse(tool, new JsonDocumentOptions { MaxDepth = 128 });
        return !document.RootElement.TryGetProperty("inputSchema", out var schema)
            || IsValid(schema, isProperty: false, isReachable: true, new(StringComparer.OrdinalIgnoreCase));
    }

    /// <param name="schema">A schema or any of its parts.</param>
    /// <param name="isProperty">Whether it describes an argument, or a member of one.</param>
    /// <param name="isReachable">Whether only <c>properties</c> lead to it: then its value has one place.</param>
    /// <param name="taken">The headers so far; their letter case does not count.</param>
    private static bool IsValid(JsonElement schema, bool isProperty, bool isReachable, HashSet<string> taken)
    {
        if (schema.ValueKind == JsonValueKind.Array)
            return schema.EnumerateArray().All(part => IsValid(part, false, false, taken));
        if (schema.ValueKind != JsonValueKind.Object)
            return true;

        return schema.EnumerateObject().All(member => member.Name switch
        {
            Annotation => isProperty && isReachable && IsHeader(member.Value, schema, taken),
            "properties" => AreValid(member.Value, isReachable, taken),
            "$defs" or "definitions" or "patternProperties" or "dependentSchemas" =>
                AreValid(member.Value, false, taken),
            // Values, not schemas.
            "enum" or "const" or "default" or "examples" => true,
            _ => IsValid(member.Value, false, false, taken),
        });
    }

    /// <summary>A map whose names are anybody's.</summary>
    private static bool AreValid(JsonElement schemas, bool isReachable, HashSet<string> taken) =>
        schemas.ValueKind != JsonValueKind.Object
        || schemas.EnumerateObject().All(schema => IsValid(schema.Value, isReachable, isReachable, taken));

    private static bool IsHeader(JsonElement value, JsonElement schema, HashSet<string> taken) =>
        value.ValueKind == JsonValueKind.String
        && value.GetString() is { Length: > 0 } name
        && !name.AsSpan().ContainsAnyExcept(Token)
        && taken.Add(name)
        && schema.TryGetProperty("type", out var type)
        && type.ValueKind == JsonValueKind.String
        && type.GetString() is "string" or "integer" or "boolean";
}
