using McpAspire.Gateway.Bridge.Legacy;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Bridge.Legacy;

public sealed class EventLogTests
{
    private readonly EventLog _log = new("stream", "session", isStanding: true, new() { ReplayBytes = 1024 });

    [Fact]
    public async Task Whoever_says_too_much_waits_for_the_reader()
    {
        using var reader = _log.Attach(after: 0);
        await SayAsync().Within();

        var more = SayAsync();
        Assert.False(more.IsCompleted);
        reader.Take();

        await more.Within();
    }

    [Fact]
    public async Task Nobody_waits_for_the_reader_of_what_has_ended()
    {
        using var reader = _log.Attach(after: 0);
        await SayAsync().Within();
        var more = SayAsync();

        _log.Complete(timestamp: 0);

        await more.Within();
        Assert.Equal(2, reader.Take().Events.Count);
    }

    private Task SayAsync() => _log.AppendAsync(new byte[1000]).AsTask();
}
