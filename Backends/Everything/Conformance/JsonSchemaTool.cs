using System.Text.Json;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenario <c>json-schema-2020-12</c> (SEP-1613, SEP-2106): a schema that no method can express.</summary>
internal static class JsonSchemaTool
{
    public static McpServerTool Create()
    {
        var tool = McpServerTool.Create(
            () => "The arguments were accepted.",
            new McpServerToolCreateOptions
            {
                Name = "json_schema_2020_12_tool",
                Description = "Tool with JSON Schema 2020-12 features",
            });

        using var schema = typeof(JsonSchemaTool).Assembly.GetManifestResourceStream("json-schema-2020-12.json")!;
        tool.ProtocolTool.InputSchema = JsonElement.Parse(new BinaryReader(schema).ReadBytes((int)schema.Length));
        return tool;
    }
}
