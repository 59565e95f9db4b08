using System.ComponentModel;
using McpAspire.Everything.Conversations;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>Scenario <c>server-stateless</c> (SEP-2575): what a server must not do without being asked.</summary>
internal sealed class StatelessTools
{
    [McpServerTool(Name = "test_missing_capability"), Description("Needs a client that declares sampling")]
    public static string MissingCapability(RequestContext<CallToolRequestParams> context) =>
        context.Server.ClientCapabilities?.Sampling is not null
            ? "The client declared sampling."
            : throw new MissingRequiredClientCapabilityException(new ClientCapabilities { Sampling = new() });

    [McpServerTool(Name = "test_streaming_elicitation"), Description("Sends nothing but its result")]
    public static string Streaming() => "Nothing but this result was sent.";

    [McpServerTool(Name = "test_logging_tool"), Description("Logs; the client hears it only if it named a level")]
    public static async Task<string> LoggingAsync(
        RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        await context.LogAsync(LoggingLevel.Info, "The logging tool ran", cancellationToken);
        return "Logged one message.";
    }
}
