using System.Threading.Channels;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Audit;

/// <summary>
/// Takes what happens into the log at once and into the table soon: a token request does not wait for a row of its own.
/// When the table cannot keep up, requests wait. What the database refuses stands in the log alone.
/// </summary>
internal sealed partial class AuditLog(
    IHttpContextAccessor requests,
    IEnumerable<IAuditListener> listeners,
    TimeProvider clock,
    ILogger<AuditLog> logger)
{
    private const int Capacity = 4096;

    private readonly Channel<AuditRecord> _records = Channel.CreateBounded<AuditRecord>(
        new BoundedChannelOptions(Capacity));

    /// <summary>The records on their way to the table.</summary>
    public ChannelReader<AuditRecord> Records => _records.Reader;

    public ValueTask RecordAsync(AuditEvent happened)
    {
        var record = new AuditRecord
        {
            At = clock.GetUtcNow(),
            Kind = happened.Kind,
            Succeeded = happened.Succeeded,
            AccountId = happened.AccountId,
            ActorId = happened.ActorId,
            ClientId = AuditText.Fit(happened.ClientId, IdentityDatabase.ClientIdLength),
            Method = AuditText.Fit(happened.Method, AuditRecord.WordLength),
            Detail = AuditText.Fit(happened.Detail, AuditRecord.TextLength),
            Address = AuditText.Fit(
                happened.Address ?? (requests.HttpContext is { } context ? ClientAddress.Of(context) : null),
                AuditRecord.WordLength),
        };
        LogHappened(record.Kind, record.Succeeded, record.AccountId, record.ClientId, record.Method, record.Address,
            record.Detail);
        foreach (var listener in listeners)
            listener.Hear(record);
        return _records.Writer.WriteAsync(record);
    }

    /// <summary>Takes no more records; what was taken is still written.</summary>
    public void Complete() => _records.Writer.TryComplete();

    [LoggerMessage(LogLevel.Information, "{Kind} succeeded: {Succeeded}, account {AccountId}, client {ClientId}, "
        + "method {Method}, from {Address}: {Detail}")]
    private partial void LogHappened(
        AuditKind kind, bool succeeded, Guid? accountId, string? clientId, string? method, string? address,
        string? detail);
}
