using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conversations;

/// <summary>
/// Log messages for the client. The SDK's own logger knows the level of a session alone; in the modern era every
/// request names its level, and without one nothing may be sent (SEP-2575).
/// </summary>
internal static class ClientLog
{
    private const string Logger = "everything";

    public static Task LogAsync(
        this RequestContext<CallToolRequestParams> context,
        LoggingLevel level,
        string message,
        CancellationToken cancellationToken)
    {
        var least = context.JsonRpcRequest.Context?.LogLevel ?? context.Server.LoggingLevel;
        return level < least || least is null
            ? Task.CompletedTask
            : context.Server.SendNotificationAsync(
                NotificationMethods.LoggingMessageNotification,
                new LoggingMessageNotificationParams
                {
                    Level = level,
                    Logger = Logger,
                    Data = JsonSerializer.SerializeToElement(message),
                },
                cancellationToken: cancellationToken);
    }
}
