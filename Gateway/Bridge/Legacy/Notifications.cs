using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>What a client says without wanting an answer; accepted with 202 whatever comes of it.</summary>
internal sealed partial class Notifications(
    RequestsInProgress requests, IUpstreams upstreams, ILogger<Notifications> logger)
{
    public async Task AcceptAsync(LegacyRequest notification)
    {
        if (notification.Method == "notifications/cancelled")
            await CancelAsync(notification);
        else if (notification.Method == "notifications/roots/list_changed")
            await PassOnAsync(notification);

        notification.Origin.Http.Response.StatusCode = StatusCodes.Status202Accepted;
    }

    /// <summary>Ends a request of this very session; an id of another's means nothing here.</summary>
    private ValueTask CancelAsync(LegacyRequest notification)
    {
        var id = notification.Parameters.IsEmpty
            ? default
            : JsonMembers.Find(notification.Parameters, "requestId"u8);
        return RequestId.KeyOf(id.Span) is { } key
            ? requests.CancelAsync(notification.Session.Key, key, notification.Origin.Http.RequestAborted)
            : default;
    }

    private Task PassOnAsync(LegacyRequest notification) => Task.WhenAll(
        notification.View.Servers.Select(async server =>
        {
            try
            {
                await upstreams.Of(server).NotifyAsync(
                    notification.Session.Caller,
                    notification.Method,
                    notification.Parameters,
                    notification.Origin.Http.RequestAborted);
            }
            catch (UpstreamException exception)
            {
                LogNotPassedOn(server.Name, exception.Message);
            }
        }));

    [LoggerMessage(LogLevel.Information, "{Server} did not take a notification: {Reason}")]
    private partial void LogNotPassedOn(string server, string reason);
}
