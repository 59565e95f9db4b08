using System.Collections.Frozen;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Upstream;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Bridge.Modern.Listen;

/// <summary>
/// Listens to one server for updates of the resources that a client asked for; a server that is away for a while does
/// not end the client's stream.
/// </summary>
internal sealed class ResourceWatch(
    ModernRequest request, McpServer server, IUpstream upstream, IReadOnlyList<string> ownUris, TimeProvider time)
{
    private const string Updated = "notifications/resources/updated";
    private static readonly TimeSpan ShortestPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the server is listened to, or could not be at first.</summary>
    public Task Begun => _begun.Task;

    public async Task RunAsync(ListenStream stream, CancellationToken cancellationToken)
    {
        var granted = stream.Filter.ResourceUris.ToFrozenSet(StringComparer.Ordinal);
        var interest = new UpstreamInterest { ResourceUris = ownUris };
        for (var pause = ShortestPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var heard = upstream.ListenAsync(
                    request.Caller, interest, SilentTalk.Instance, cancellationToken);
                await foreach (var news in heard)
                {
                    if (news == UpstreamNews.Begun)
                    {
                        _begun.TrySetResult();
                        continue;
                    }

                    pause = ShortestPause;
                    await TellAsync(stream, granted, news);
                }
            }
            catch (UpstreamException)
            {
                // It is asked again, and the operator learns of it where the server's health is looked after.
            }

            _begun.TrySetResult();
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    /// <summary>Whatever else the server tells of, only what was granted is passed on.</summary>
    private Task TellAsync(ListenStream stream, FrozenSet<string> granted, UpstreamNews news)
    {
        if (news.Method != Updated || news.Parameters.IsEmpty)
            return Task.CompletedTask;

        var parameters = request.View.ToEndpoint(request.Caller, server, news.Method, news.Parameters);
        var members = new JsonMembers(parameters.Span);
        while (members.Next())
        {
            if (members.Is("uri"u8) && members.Kind == System.Text.Json.JsonTokenType.String)
                return granted.Contains(members.Text()) ? stream.UpdatedAsync(parameters.Span) : Task.CompletedTask;
        }

        return Task.CompletedTask;
    }
}
