using McpAspire.Gateway.Audit.Arguments;
using McpAspire.Gateway.Audit.Rows;
using McpAspire.Gateway.Audit.Writing;
using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Audit;

/// <summary>The trail on disk, where a directory is configured for it.</summary>
internal sealed partial class AuditTrail : IAuditTrail, IHostedService, IDisposable
{
    private readonly AuditOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<AuditTrail> _logger;
    private readonly Func<TrailWriter> _open;
    private readonly ValueRule[] _values;
    private TrailWriter? _writer;

    public AuditTrail(
        IOptions<McpOptions> options,
        TimeProvider time,
        ITrailDisk disk,
        AuditMirror mirror,
        ILogger<AuditTrail> logger,
        ILogger<TrailWriter> writerLogger)
    {
        (_options, _time, _logger) = (options.Value.Audit, time, logger);
        _open = () => new TrailWriter(_options, disk, time, mirror, writerLogger);
        _values = [.. _options.Values.Select(text => ValueRule.TryParse(text, out var rule) ? rule! : null!)];
    }

    /// <summary>Why rows cannot be written at the moment; null if they can, or if there is no trail.</summary>
    public Exception? Failure => _writer?.Queue.Failure;

    /// <summary>Before the listener opens, so that the first request finds it open.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(_options.Directory))
            LogOff();
        else
            _writer = _open();
        return Task.CompletedTask;
    }

    /// <summary>What comes after the listener has closed is still taken; <see cref="Dispose"/> writes it.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public bool IsOn => _writer is not null;

    public Guid NewDecisionId() => Guid.CreateVersion7(_time.GetUtcNow());

    public ValueTask DecideAsync(AuditRow row)
    {
        if (_writer is null)
            return default;

        var written = TryAppend(_writer, row, isUrgent: true, out var room);
        return written is null || _options.OnFailure == AuditFailure.Allow
            ? new ValueTask(AppendAsync(_writer, row, written, room))
            : new ValueTask(written);
    }

    public ValueTask RecordAsync(AuditRow row) =>
        _writer is null || TryAppend(_writer, row, isUrgent: false, out var room) is not null
            ? default
            : new ValueTask(RecordAsync(_writer, row, room));

    public void Dispose() => _writer?.Dispose();

    private async Task AppendAsync(TrailWriter writer, AuditRow row, Task? written, Task room)
    {
        try
        {
            while (written is null)
            {
                await room;
                written = TryAppend(writer, row, isUrgent: true, out room);
            }

            await written;
        }
        catch (AuditUnavailableException) when (_options.OnFailure == AuditFailure.Allow)
        {
            // The queue counts it, and the row that tells of the gap will have the number.
        }
    }

    private async Task RecordAsync(TrailWriter writer, AuditRow row, Task room)
    {
        try
        {
            do
                await room;
            while (TryAppend(writer, row, isUrgent: false, out room) is null);
        }
        catch (AuditUnavailableException)
        {
            // The call has happened, and nobody is there to be refused; the queue counts the row.
        }
    }

    private Task? TryAppend(TrailWriter writer, AuditRow row, bool isUrgent, out Task room)
    {
        // Without a key it has never been opened, and takes nothing.
        var members = writer.ArgumentsKey is { } key ? RowWriter.Write(row, _time.GetUtcNow(), key, _values) : default;
        return writer.Queue.TryAppend(members, isUrgent, out room);
    }

    [LoggerMessage(
        LogLevel.Warning, "There is no audit trail: set Mcp:Audit:Directory to where this gateway may keep one")]
    private partial void LogOff();
}
