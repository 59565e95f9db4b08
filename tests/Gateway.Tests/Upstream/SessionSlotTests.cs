using McpAspire.Gateway.Upstream.Legacy;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Upstream;

public sealed class SessionSlotTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private readonly FakeTimeProvider _time = new();
    private readonly SessionSlot _slot;

    public SessionSlotTests() => _slot = new SessionSlot("key", UpstreamCalls.Legacy, _time);

    [Fact]
    public void What_is_in_use_is_not_let_go_of_however_long_it_takes()
    {
        Assert.True(_slot.TryEnter());
        _time.Advance(Idle * 2);

        Assert.False(_slot.TryRetire(Idle));
        _slot.Leave();
        Assert.False(_slot.TryRetire(Idle));
    }

    [Fact]
    public void What_has_been_let_go_of_is_not_used_any_more()
    {
        _time.Advance(Idle);

        Assert.True(_slot.TryRetire(Idle));
        Assert.False(_slot.TryEnter());
    }
}
