using System.ComponentModel;
using McpAspire.Everything.Conversations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Tools;

/// <summary>Tools that take their time, tell about it, or fail.</summary>
internal sealed class WorkTools(TimeProvider time)
{
    private const int MaxSteps = 100;
    private const int MaxMilliseconds = 10_000;

    [McpServerTool(Name = "count_slowly", Title = "Count slowly", ReadOnly = true, OpenWorld = false)]
    [Description("Counts with a pause before each step, and reports its progress; can be cancelled")]
    public async Task<string> CountAsync(
        RequestContext<CallToolRequestParams> context,
        [Description("1 to 100")] int steps = 5,
        [Description("The pause before each step, 0 to 10000")] int milliseconds = 200,
        CancellationToken cancellationToken = default)
    {
        if (steps is < 1 or > MaxSteps) throw new McpException($"The steps are 1 to {MaxSteps}.");
        if (milliseconds is < 0 or > MaxMilliseconds) throw new McpException($"A pause is 0 to {MaxMilliseconds} ms.");

        for (var step = 1; step <= steps; step++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, cancellationToken);
            await ReportAsync(context, step, steps, cancellationToken);
        }

        return $"Counted to {steps}.";
    }

    [McpServerTool(Name = "write_log", Title = "Write a log message", ReadOnly = true, OpenWorld = false)]
    [Description("Logging: sends the client a log message, if its level is enabled")]
    public static async Task<string> WriteLogAsync(
        RequestContext<CallToolRequestParams> context,
        [Description("The message")] string message,
        [Description("How severe it is")] LoggingLevel level = LoggingLevel.Info,
        CancellationToken cancellationToken = default)
    {
        await context.LogAsync(level, message, cancellationToken);
        return $"Logged at level {level}.";
    }

    [McpServerTool(Name = "fail", Title = "Fail", ReadOnly = true, OpenWorld = false)]
    [Description("Always fails, with the given reason")]
    public static string Fail([Description("The reason that the error gives")] string reason) =>
        throw new McpException(reason);

    /// <summary>Awaited, so that no report is overtaken by the result that ends the stream.</summary>
    private static async Task ReportAsync(
        RequestContext<CallToolRequestParams> context, int step, int steps, CancellationToken cancellationToken)
    {
        if (context.Params.ProgressToken is not { } token) return;
        var progress = new ProgressNotificationValue
        {
            Progress = step,
            Total = steps,
            Message = $"Step {step} of {steps}",
        };
        await context.Server.NotifyProgressAsync(token, progress, cancellationToken: cancellationToken);
    }
}
