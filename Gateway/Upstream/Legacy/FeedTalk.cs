using System.Collections.Immutable;
using McpAspire.Gateway.Upstream.Messages;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// What is said on the stream of a session goes to one listener: a message is never told twice. Servers say there also
/// what belongs to a call, and nobody can tell to which: the oldest call is as good as any, being the same caller's.
/// </summary>
internal sealed class FeedTalk(Func<ImmutableArray<FeedListener>> listeners) : IUpstreamTalk
{
    private FeedListener? First => listeners().FirstOrDefault(listener => listener.Talk is not null);

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) =>
        // Whose progress it is only its token could say, which is a leg's own.
        method == "notifications/progress" ? default : First?.Talk!.NotifiedAsync(method, parameters) ?? default;

    public async Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (First is not { } first)
            return QuestionRefusal.Answer();

        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, first.End);
        try
        {
            return await first.Talk!.AskedAsync(method, parameters, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The call has ended, and with it whoever could be asked.
            return QuestionRefusal.Answer();
        }
    }
}
