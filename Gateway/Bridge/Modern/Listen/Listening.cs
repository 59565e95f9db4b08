using System.Collections.Frozen;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Shutdown;

namespace McpAspire.Gateway.Bridge.Modern.Listen;

/// <summary>
/// <c>subscriptions/listen</c> (SEP-2575): acknowledges what is honoured, then tells of it until the client closes the
/// stream, its token ends, or this gateway stops. It stands for one stream at each server behind the endpoint.
/// </summary>
internal sealed class Listening(
    ResourceUpdates updates, ListenQuota quota, Drain drain, TimeProvider time)
{
    /// <summary>How long an acknowledgement waits for servers; one that is down does not hold it up for ever.</summary>
    private static readonly TimeSpan LongestBeginning = TimeSpan.FromSeconds(1);

    public async Task<Refusal?> AnswerAsync(ModernRequest request)
    {
        if (ListenFilter.Read(request.Parameters.Notifications.Span) is not { } wanted)
            return ModernRefusals.BadFilter;

        using var place = quota.TryTake(request.Caller.Principal!);
        if (place is null)
            return ModernRefusals.TooManyStreams;

        var description = await request.View.DescribeAsync(request.Aborted);
        var granted = wanted.Within(description.Capabilities.Span);
        granted = granted with
        {
            ResourceUris = [.. granted.ResourceUris.Where(uri => request.View.ToServer(uri) is not null)],
        };
        await ListenAsync(request, new ListenStream(request, granted));
        return null;
    }

    private async Task ListenAsync(ModernRequest request, ListenStream stream)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, drain.Closing);

        // What happens from the acknowledgement on is told: so each server is listened to before, if it can be soon.
        var lists = NewSignal();
        var resources = NewSignal();
        Task[] parts =
        [
            TellAsync(stream, request.View.ChangesAsync(() => lists.TrySetResult(), end.Token)),
            TellUpdatesAsync(request, stream, () => resources.TrySetResult(), end.Token),
        ];
        try
        {
            await Task.WhenAny(
                Task.WhenAll(lists.Task, resources.Task),
                Task.Delay(LongestBeginning, time, end.Token));
            await stream.AcknowledgeAsync();
            await await Task.WhenAny(parts);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Closing the stream is how a client ends it; where this gateway stops, the result below says so.
        }
        finally
        {
            await end.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        request.Aborted.ThrowIfCancellationRequested();
        await stream.EndAsync();
    }

    private static async Task TellAsync(ListenStream stream, IAsyncEnumerable<string> changes)
    {
        await foreach (var method in changes)
            await stream.ChangedAsync(method);
    }

    /// <summary>Whatever else the servers tell of, only what was granted is passed on.</summary>
    private async Task TellUpdatesAsync(
        ModernRequest request, ListenStream stream, Action begun, CancellationToken end)
    {
        var granted = stream.Filter.ResourceUris.ToFrozenSet(StringComparer.Ordinal);
        await updates.ListenAsync(
            stream.Filter.ResourceUris,
            request.Caller,
            request.View,
            async parameters =>
            {
                var uri = JsonMembers.TextOf(parameters, "uri"u8);
                if (uri is not null && granted.Contains(uri))
                    await stream.UpdatedAsync(parameters.Span);
            },
            begun,
            end);
        await Task.Delay(Timeout.InfiniteTimeSpan, time, end);
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
