using System.ComponentModel;
using McpAspire.Everything.Conversations;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Tools;

/// <summary>Tools that need something from the client before they can answer.</summary>
internal sealed class ConversationTools
{
    [McpServerTool(Name = "ask_model", Title = "Ask the client's model", ReadOnly = true)]
    [Description("Sampling: has the client's own model answer a prompt")]
    public static string AskModel(
        RequestContext<CallToolRequestParams> context,
        [Description("What the model is asked")] string prompt) =>
        $"The model said: {context.Sample("answer", Questions.Prompt(prompt, maxTokens: 200))}";

    [McpServerTool(Name = "ask_person", Title = "Ask the person", ReadOnly = true)]
    [Description("Elicitation: asks the person at the client a question")]
    public static string AskPerson(
        RequestContext<CallToolRequestParams> context,
        [Description("What the person is asked")] string question)
    {
        var result = context.Elicit("question", Questions.Text(question, "answer"));
        return result.Action == "accept" && result.Content?.TryGetValue("answer", out var answer) == true
            ? $"The person said: {answer}"
            : $"The person did not answer ({result.Action}).";
    }

    [McpServerTool(Name = "show_roots", Title = "Show the client's roots", ReadOnly = true)]
    [Description("Roots: lists the folders that the client offers")]
    public static string ShowRoots(RequestContext<CallToolRequestParams> context)
    {
        var roots = context.Roots("roots");
        return roots.Count == 0
            ? "The client offers no roots."
            : string.Join('\n', roots.Select(root => root.Name is null ? root.Uri : $"{root.Name}: {root.Uri}"));
    }
}
