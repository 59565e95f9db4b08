using McpAspire.Gateway.Audit.Chain;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>
/// The one thread that writes the trail. It commits at once when it is idle; whatever arrives while it does goes
/// together into the next commit. No timer stands between a caller and the disk.
/// </summary>
internal sealed partial class TrailWriter : IDisposable
{
    /// <summary>A disk that takes longer has failed, whatever it says later.</summary>
    private static readonly TimeSpan CommitLimit = TimeSpan.FromSeconds(10);

    private readonly AuditOptions _options;
    private readonly ITrailDisk _disk;
    private readonly TimeProvider _time;
    private readonly AuditMirror _mirror;
    private readonly ILogger<TrailWriter> _logger;
    private readonly Thread _thread;
    private readonly ITimer _watch;
    private FileStream? _lock;
    private Trail? _trail;
    private bool _hasBegun;
    private long _committingSince;

    public TrailWriter(
        AuditOptions options, ITrailDisk disk, TimeProvider time, AuditMirror mirror, ILogger<TrailWriter> logger)
    {
        (_options, _disk, _time, _mirror, _logger) = (options, disk, time, mirror, logger);
        Queue = new TrailQueue(options.MaxPendingBytes);
        _watch = time.CreateTimer(_ => Watch(), state: null, CommitLimit / 10, CommitLimit / 10);
        _thread = new Thread(Run) { IsBackground = true, Name = "audit" };
        TryOpen();
        _thread.Start();
    }

    public TrailQueue Queue { get; }

    /// <summary>The key of the HMAC over arguments; null until the trail has been opened once.</summary>
    public byte[]? ArgumentsKey { get; private set; }

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        Queue.Stop();
        _thread.Join();
        _trail?.Dispose();
        _lock?.Dispose();
    }

    private void Run()
    {
        while (Queue.Take() is { } batch)
        {
            if ((_trail is not null || TryOpen()) && batch.Count > 0 && TryCommit(batch))
                _mirror.Copy(_trail!.LastLines);
        }

        if (_trail is not null)
            TryCommit(ChainRows.Write(ChainRows.Stop, _time.GetUtcNow(), _ => { }));
    }

    private bool TryCommit(Batch batch)
    {
        Volatile.Write(ref _committingSince, _time.GetTimestamp());
        try
        {
            _trail!.Commit(batch);
            Volatile.Write(ref _committingSince, 0);
            // The watch may have given it up; then its callers were refused, and the next batch tells so.
            if (!batch.Completion.TrySetResult())
                Tell([]);
            return true;
        }
        catch (Exception exception)
        {
            Fail(exception);
            return false;
        }
    }

    private void TryCommit(byte[] members)
    {
        try
        {
            _trail!.Commit(members);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    private bool TryOpen()
    {
        try
        {
            CreateDirectory(_options.Directory!);
            _lock ??= TrailLock.Take(_options.Directory!);
            var start = new TrailOpening(_options, _disk).Open();
            _trail = new Trail(_options, _disk, _time, start);
            ArgumentsKey = _trail.Key.ArgumentsKey;
            Tell(start.Recovered);
            LogOpened(_options.Directory!, _trail.Head.Sequence, _trail.Head.Hash, _trail.Key.Public.Fingerprint);
            return true;
        }
        catch (Exception exception)
        {
            // Whatever it is: nothing may happen that is not recorded.
            Fail(exception);
            return false;
        }
    }

    /// <summary>Records that the trail begins or goes on, and what it lacks.</summary>
    private void Tell(IReadOnlyList<string> recovered)
    {
        var now = _time.GetUtcNow();
        if (recovered.Count > 0)
        {
            var what = string.Join("; ", recovered);
            _trail!.Commit(ChainRows.Write(ChainRows.Recovered, now, json => json.WriteString("what", what)));
            LogRecovered(_options.Directory!, what);
        }

        if (!_hasBegun)
            _trail!.Commit(ChainRows.Write(
                ChainRows.Start, now, json => json.WriteString("key", _trail.Key.Public.Fingerprint)));
        _hasBegun = true;

        var (failure, lost) = Queue.Losses();
        if (failure is not null)
            _trail!.Commit(ChainRows.Write(ChainRows.Gap, now, json =>
            {
                json.WriteNumber("lost", lost);
                json.WriteString("cause", failure.Message);
            }));
        Queue.GoOn(lost);
    }

    private static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private void Fail(Exception exception)
    {
        Volatile.Write(ref _committingSince, 0);
        _trail?.Dispose();
        _trail = null;
        if (Queue.Fail(exception))
            LogFailed(exception, exception.Message);
    }

    /// <summary>Callers do not wait for a disk that hangs.</summary>
    private void Watch()
    {
        var since = Volatile.Read(ref _committingSince);
        if (since == 0 || _time.GetElapsedTime(since) < CommitLimit)
            return;

        var exception = new TimeoutException($"The disk has not answered for {CommitLimit.TotalSeconds} seconds.");
        if (Queue.Fail(exception))
            LogFailed(exception, exception.Message);
    }

    [LoggerMessage(LogLevel.Critical, "The audit trail cannot be written: {Cause}")]
    private partial void LogFailed(Exception exception, string cause);

    [LoggerMessage(LogLevel.Warning, "The audit trail in {Directory} was not whole; cut off and recorded: {What}")]
    private partial void LogRecovered(string directory, string what);

    [LoggerMessage(
        LogLevel.Information, "The audit trail in {Directory} goes on at row {Row}, hash {Hash}, with key {Key}")]
    private partial void LogOpened(string directory, long row, string hash, string key);
}
