using System.ComponentModel;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Tools;

/// <summary>Tools that answer with text.</summary>
internal sealed class TextTools
{
    [McpServerTool(Name = "echo", Title = "Echo", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Answers what it was told")]
    public static string Echo([Description("What to answer")] string message) => message;

    [McpServerTool(Name = "add", Title = "Add", ReadOnly = true, Idempotent = true, OpenWorld = false)]
    [Description("Adds two numbers")]
    public static double Add([Description("The first")] double a, [Description("The second")] double b) => a + b;
}
