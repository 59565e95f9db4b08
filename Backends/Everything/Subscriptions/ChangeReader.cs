using System.Threading.Channels;

namespace McpAspire.Everything.Subscriptions;

/// <summary>
/// One stream's share of the feed. A stream that is not read falls behind by <see cref="Backlog"/> changes and then
/// loses the oldest: a notification says that something changed, and the latest one says it as well as the first.
/// </summary>
internal sealed class ChangeReader : IDisposable
{
    private const int Backlog = 64;

    private readonly Channel<Change> _changes = Channel.CreateBounded<Change>(
        new BoundedChannelOptions(Backlog) { FullMode = BoundedChannelFullMode.DropOldest });

    private readonly ChangeFeed _feed;
    private readonly Func<Change, bool> _isWanted;

    public ChangeReader(ChangeFeed feed, Func<Change, bool> isWanted)
    {
        (_feed, _isWanted) = (feed, isWanted);
        feed.Published += Take;
    }

    public IAsyncEnumerable<Change> ReadAllAsync(CancellationToken cancellationToken) =>
        _changes.Reader.ReadAllAsync(cancellationToken);

    public void Dispose() => _feed.Published -= Take;

    private void Take(Change change)
    {
        if (_isWanted(change)) _changes.Writer.TryWrite(change);
    }
}
