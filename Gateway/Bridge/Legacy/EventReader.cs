namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>Who reads a stream, and how far; the position is the stream's business alone.</summary>
internal sealed class EventReader(EventLog log, long position) : IDisposable
{
    public long Position { get; set; } = position;

    /// <summary>Completes when there is something to read, or nothing ever more.</summary>
    public Task Changed => log.ChangedFor(this);

    /// <summary>What has been said since; and whether that was all for this reader.</summary>
    public (IReadOnlyList<LoggedEvent> Events, bool IsOver) Take() => log.TakeFor(this);

    /// <summary>The stream goes on without anybody who reads it.</summary>
    public void Dispose() => log.Detach(this);
}
