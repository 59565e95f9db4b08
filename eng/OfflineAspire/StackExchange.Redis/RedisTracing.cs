using System.Collections.Concurrent;
using System.Diagnostics;
using StackExchange.Redis;
using StackExchange.Redis.Profiling;

namespace Aspire.StackExchange.Redis;

/// <summary>
/// Turns the commands that the client profiles into spans below the activity that sent them. The client reports a
/// command after it was answered, hence spans are written later, with their past times.
/// </summary>
internal sealed class RedisTracing : IDisposable
{
    /// <summary>The name that the OpenTelemetry instrumentation of this client uses.</summary>
    public const string SourceName = "OpenTelemetry.Instrumentation.StackExchangeRedis";

    private static readonly ActivitySource Source = new(SourceName);
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<Activity, ProfilingSession> _sessions = [];
    private readonly ITimer _timer;

    public RedisTracing(TimeProvider time) =>
        _timer = time.CreateTimer(_ => Flush(), null, FlushInterval, FlushInterval);

    public void Watch(IConnectionMultiplexer connection) => connection.RegisterProfiler(CurrentSession);

    public void Dispose()
    {
        _timer.Dispose();
        Flush();
    }

    /// <summary>Without a listener or a parent nothing is profiled, so that an untraced service pays nothing.</summary>
    private ProfilingSession? CurrentSession() =>
        Activity.Current is { IsAllDataRequested: true } parent && Source.HasListeners()
            ? _sessions.GetOrAdd(parent, static _ => new ProfilingSession())
            : null;

    /// <summary>A running parent is flushed as well: an event stream may last for hours.</summary>
    private void Flush()
    {
        foreach (var (parent, session) in _sessions)
        {
            if (parent.IsStopped)
                _sessions.TryRemove(parent, out _);
            foreach (var command in session.FinishProfiling())
                Write(parent, command);
        }
    }

    /// <summary>The command's name only: keys and values can hold what nobody should read in a trace.</summary>
    private static void Write(Activity parent, IProfiledCommand command)
    {
        using var span = Source.StartActivity(
            command.Command,
            ActivityKind.Client,
            parent.Context,
            [new("db.system.name", "redis"), new("db.operation.name", command.Command)],
            startTime: command.CommandCreated);
        span?.SetTag("db.namespace", command.Db);
        span?.SetTag("server.address", command.EndPoint.ToString());
        span?.SetEndTime(command.CommandCreated + command.ElapsedTime);
    }
}
