using System.ComponentModel;
using System.Text.Json;
using McpAspire.Everything.Conversations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using static ModelContextProtocol.Protocol.ElicitRequestParams;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenarios <c>elicitation-sep*</c>: forms with every kind of field.</summary>
internal sealed class ElicitationTools
{
    private static readonly string[] Untitled = ["option1", "option2", "option3"];

    [McpServerTool(Name = "test_elicitation_sep1034_defaults"), Description("Asks with default values (SEP-1034)")]
    public static string Defaults(RequestContext<CallToolRequestParams> context) =>
        Describe(context.Elicit("defaults", Questions.Form(
            "Please check these values",
            ("name", new StringSchema { Default = "John Doe" }),
            ("age", new NumberSchema { Type = "integer", Default = 30 }),
            ("score", new NumberSchema { Default = 95.5 }),
            ("status", new UntitledSingleSelectEnumSchema
            {
                Enum = ["active", "inactive", "pending"],
                Default = "active",
            }),
            ("verified", new BooleanSchema { Default = true }))));

    [McpServerTool(Name = "test_elicitation_sep1330_enums"), Description("Asks with every kind of choice (SEP-1330)")]
    public static string Enums(RequestContext<CallToolRequestParams> context) =>
        Describe(context.Elicit("enums", Questions.Form(
            "Please choose",
            ("untitledSingle", new UntitledSingleSelectEnumSchema { Enum = [.. Untitled] }),
            ("titledSingle", new TitledSingleSelectEnumSchema { OneOf = [.. Titled("Option")] }),
#pragma warning disable MCP9001 // The suite asks for the deprecated form as well.
            ("legacyEnum", new LegacyTitledEnumSchema
            {
                Enum = ["opt1", "opt2", "opt3"],
                EnumNames = ["Option One", "Option Two", "Option Three"],
            }),
#pragma warning restore MCP9001
            ("untitledMulti", new UntitledMultiSelectEnumSchema { Items = new() { Enum = [.. Untitled] } }),
            ("titledMulti", new TitledMultiSelectEnumSchema { Items = new() { AnyOf = [.. Titled("Choice")] } }))));

    public static string Describe(ElicitResult result) =>
        $"Elicitation completed: action={result.Action}, "
        + $"content={JsonSerializer.Serialize(result.Content, McpJsonUtilities.DefaultOptions)}";

    private static IEnumerable<EnumSchemaOption> Titled(string noun) =>
        ((string[])["First", "Second", "Third"]).Select((ordinal, index) =>
            new EnumSchemaOption { Const = $"value{index + 1}", Title = $"{ordinal} {noun}" });
}
