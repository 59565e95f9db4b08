using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Subscriptions;

/// <summary>
/// <c>subscriptions/listen</c> of the modern era (SEP-2575): acknowledges what was asked for, then tells it until the
/// client closes the stream or this server stops. Every message carries the id of the request that it belongs to.
/// </summary>
internal sealed class ListenStream(ChangeFeed feed, IHostApplicationLifetime lifetime)
{
    private const int MaxResources = 100;

    public async ValueTask<EmptyResult> RunAsync(
        RequestContext<SubscriptionsListenRequestParams> context, CancellationToken cancellationToken)
    {
        var granted = context.Params.Notifications;
        if (granted.ResourceSubscriptions?.Count > MaxResources)
        {
            throw new McpProtocolException(
                $"At most {MaxResources} resources can be listened to at once.", McpErrorCode.InvalidParams);
        }

        // Before the acknowledgement is sent: what changes from then on is told.
        using var changes = new ChangeReader(feed, change => IsGranted(granted, change));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken, lifetime.ApplicationStopping);

        var id = context.JsonRpcRequest.Id;
        try
        {
            const string Acknowledgement = NotificationMethods.SubscriptionsAcknowledgedNotification;
            await SendAsync(context.Server, Acknowledgement, id, Acknowledged(granted), end.Token);
            await foreach (var change in changes.ReadAllAsync(end.Token))
                await SendAsync(context.Server, change.Method, id, ParametersOf(change), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Closing the stream is how a client ends it. Where this server stops, the result below tells the client
            // that this was the end and not a broken connection.
        }

        return new EmptyResult { Meta = Tag(id) };
    }

    private static bool IsGranted(SubscriptionsListenNotifications granted, Change change) => change.Method switch
    {
        NotificationMethods.ToolListChangedNotification => granted.ToolsListChanged == true,
        NotificationMethods.PromptListChangedNotification => granted.PromptsListChanged == true,
        NotificationMethods.ResourceListChangedNotification => granted.ResourcesListChanged == true,
        NotificationMethods.ResourceUpdatedNotification => granted.ResourceSubscriptions?.Contains(change.Uri!) == true,
        _ => false,
    };

    private static JsonObject Acknowledged(SubscriptionsListenNotifications granted) =>
        JsonSerializer.SerializeToNode(
            new SubscriptionsAcknowledgedNotificationParams { Notifications = granted },
            McpJsonUtilities.DefaultOptions)!.AsObject();

    private static JsonObject ParametersOf(Change change) => change.Uri is null ? [] : new() { ["uri"] = change.Uri };

    private static Task SendAsync(
        McpServer server, string method, RequestId id, JsonObject parameters, CancellationToken cancellationToken)
    {
        parameters["_meta"] = Tag(id);
        var notification = new JsonRpcNotification { Method = method, Params = parameters };
        return server.SendMessageAsync(notification, cancellationToken);
    }

    private static JsonObject Tag(RequestId id) => new()
    {
        [MetaKeys.SubscriptionId] = JsonSerializer.SerializeToNode(id, McpJsonUtilities.DefaultOptions),
    };
}
