using System.Diagnostics;
using McpAspire.Bench.Load;

namespace McpAspire.Bench.Wire;

/// <summary>Loads one server from one thread, over a bounded number of connections, for a bounded time.</summary>
internal sealed class WireLoad(IReadOnlyList<WireConnection> connections) : IDisposable
{
    private const int MaxRequests = 2_000_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly Poll.Entry[] _entries = [.. connections.Select(connection => connection.ToPoll())];
    private readonly List<double> _latencies = [];
    private int _sent;
    private int _failed;

    /// <summary>Each connection asks again as soon as it is answered: finds out what the server can take.</summary>
    public LoadResult Saturate(TimeSpan duration, bool reconnect = false)
    {
        Poll.WakeThisThreadInTime();
        var start = Stopwatch.GetTimestamp();
        var end = start + Ticks(duration);
        foreach (var connection in connections)
            connection.Send(_sent++, Stopwatch.GetTimestamp());

        while (Stopwatch.GetTimestamp() is var now && now < end)
        {
            TakeAnswers(end - now, index => Again(index, end, reconnect));
        }

        var elapsed = Stopwatch.GetElapsedTime(start);
        Drain();
        return new LoadResult(_latencies, _failed, elapsed);
    }

    /// <summary>
    /// Sends when requests are due, whether the server keeps up or not. Latency counts from the moment at which a
    /// request was due, also when no connection was free then.
    /// </summary>
    public LoadResult Follow(IReadOnlyList<TimeSpan> schedule, TimeSpan duration)
    {
        Poll.WakeThisThreadInTime();
        var free = new Stack<int>(Enumerable.Range(0, connections.Count));
        var start = Stopwatch.GetTimestamp();
        var end = start + Ticks(duration + Patience);
        var next = 0;
        while ((next < schedule.Count || free.Count < connections.Count)
            && Stopwatch.GetTimestamp() is var now && now < end)
        {
            while (next < schedule.Count && free.Count > 0 && start + Ticks(schedule[next]) is var due && due <= now)
            {
                connections[free.Pop()].Send(_sent++, due);
                next++;
            }

            var wake = next < schedule.Count && free.Count > 0 ? start + Ticks(schedule[next]) : end;
            TakeAnswers(wake - now, free.Push);
        }

        _failed += schedule.Count - next + connections.Count - free.Count;
        return new LoadResult(_latencies, _failed, duration);
    }

    public void Dispose()
    {
        foreach (var connection in connections)
            connection.Dispose();
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);

    private void TakeAnswers(long ticks, Action<int> answered)
    {
        if (ticks <= 0 || Poll.Wait(_entries, ticks * (1_000_000_000 / Stopwatch.Frequency)) == 0)
            return;

        for (var index = 0; index < _entries.Length; index++)
        {
            if (!_entries[index].IsReady || !connections[index].IsBusy
                || connections[index].Receive(_buffer) is not { } isGood)
                continue;

            if (isGood)
                _latencies.Add(Stopwatch.GetElapsedTime(connections[index].Due).TotalMilliseconds);
            else
                Fail(index);
            answered(index);
        }
    }

    /// <summary>After a bad answer the connection may be unusable, and the next request must not suffer for it.</summary>
    private void Fail(int index)
    {
        _failed++;
        Reopen(index);
    }

    private void Again(int index, long end, bool reconnect)
    {
        if (reconnect)
            Reopen(index);
        var now = Stopwatch.GetTimestamp();
        if (now < end && _sent < MaxRequests)
            connections[index].Send(_sent++, now);
    }

    private void Reopen(int index)
    {
        connections[index].Reopen();
        _entries[index] = connections[index].ToPoll();
    }

    /// <summary>Lets the requests under way end: the next row must not pay for them.</summary>
    private void Drain()
    {
        var measured = _latencies.Count;
        var end = Stopwatch.GetTimestamp() + Ticks(Patience);
        while (connections.Any(connection => connection.IsBusy) && Stopwatch.GetTimestamp() is var now && now < end)
            TakeAnswers(end - now, _ => { });
        _latencies.RemoveRange(measured, _latencies.Count - measured);
    }
}
