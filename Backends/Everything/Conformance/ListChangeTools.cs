using System.ComponentModel;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenario <c>server-stateless</c>: changes the lists of tools and prompts while a stream listens.</summary>
internal sealed class ListChangeTools(Catalogue catalogue)
{
    private static readonly McpServerTool Tool = McpServerTool.Create(
        () => "Here for now.",
        new McpServerToolCreateOptions { Name = "test_transient_tool", Description = "Comes and goes" });

    private static readonly McpServerPrompt Prompt = McpServerPrompt.Create(
        () => "Here for now.",
        new McpServerPromptCreateOptions { Name = "test_transient_prompt", Description = "Comes and goes" });

    [McpServerTool(Name = "test_trigger_tool_change"), Description("Adds a tool, or takes it away again")]
    public string ToolChange() => Toggle(catalogue.Tools, Tool);

    [McpServerTool(Name = "test_trigger_prompt_change"), Description("Adds a prompt, or takes it away again")]
    public string PromptChange() => Toggle(catalogue.Prompts, Prompt);

    private static string Toggle<T>(McpServerPrimitiveCollection<T> primitives, T primitive)
        where T : IMcpServerPrimitive
    {
        if (primitives.Remove(primitive)) return "Taken away.";
        primitives.TryAdd(primitive);
        return "Added.";
    }
}
