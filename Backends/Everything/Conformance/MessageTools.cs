using System.ComponentModel;
using McpAspire.Everything.Conversations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenarios in which messages pass while a tool runs.</summary>
internal sealed class MessageTools(TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    [McpServerTool(Name = "test_tool_with_logging"), Description("Sends three log messages")]
    public async Task<string> LoggingAsync(
        RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        await context.LogAsync(LoggingLevel.Info, "Tool execution started", cancellationToken);
        await Task.Delay(Pause, time, cancellationToken);
        await context.LogAsync(LoggingLevel.Info, "Tool processing data", cancellationToken);
        await Task.Delay(Pause, time, cancellationToken);
        await context.LogAsync(LoggingLevel.Info, "Tool execution completed", cancellationToken);
        return "Sent three log messages.";
    }

    [McpServerTool(Name = "test_tool_with_progress"), Description("Reports progress three times")]
    public async Task<string> ProgressAsync(
        RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        foreach (var percent in (int[])[0, 50, 100])
        {
            if (percent > 0) await Task.Delay(Pause, time, cancellationToken);
            if (context.Params.ProgressToken is not { } token) continue;
            var progress = new ProgressNotificationValue { Progress = percent, Total = 100 };
            await context.Server.NotifyProgressAsync(token, progress, cancellationToken: cancellationToken);
        }

        return "Reported progress.";
    }

    [McpServerTool(Name = "test_sampling"), Description("Has the client's model answer")]
    public static string Sampling(RequestContext<CallToolRequestParams> context, string prompt) =>
        $"LLM response: {context.Sample("prompt", Questions.Prompt(prompt, maxTokens: 100))}";

    [McpServerTool(Name = "test_elicitation"), Description("Asks the person at the client")]
    public static string Elicitation(RequestContext<CallToolRequestParams> context, string message) =>
        ElicitationTools.Describe(context.Elicit("user", Questions.Form(
            message,
            ("username", new ElicitRequestParams.StringSchema { Description = "User's response" }),
            ("email", new ElicitRequestParams.StringSchema { Description = "User's email address" }))));
}
