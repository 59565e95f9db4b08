using System.ComponentModel;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpAspire.Everything.Conformance;

/// <summary>
/// Scenario <c>server-sse-polling</c> (SEP-1699): the stream is closed before the answer, which the client then fetches
/// with <c>Last-Event-ID</c>.
/// </summary>
internal sealed class ReconnectionTool(IHttpContextAccessor http)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(200);

    [McpServerTool(Name = "test_reconnection"), Description("Has its stream closed before the answer is sent")]
    public async Task<string> ReconnectAsync(
        RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        // The modern era knows no resumption, and a request without a session has nothing to come back to.
        if (context.Server.SessionId is not null && http.HttpContext is { } request)
        {
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            request.Response.OnCompleted(() =>
            {
                closed.TrySetResult();
                return Task.CompletedTask;
            });
            await context.EnablePollingAsync(RetryAfter, cancellationToken);
            await closed.Task.WaitAsync(cancellationToken);
        }

        return "Reconnection test completed successfully";
    }
}
