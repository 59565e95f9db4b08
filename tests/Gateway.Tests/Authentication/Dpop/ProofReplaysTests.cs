using McpAspire.Gateway.Authentication.Dpop;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Authentication.Dpop;

public sealed class ProofReplaysTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(2);

    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task When_full_it_refuses_new_proofs_rather_than_forget_old_ones()
    {
        var replays = new ProofReplaysInMemory(_time, capacity: 2);

        Assert.True(await TakeAsync(replays, "a"));
        Assert.True(await TakeAsync(replays, "b"));
        Assert.False(await TakeAsync(replays, "c"));
        Assert.False(await TakeAsync(replays, "a"));
        _time.Advance(Window);
        Assert.True(await TakeAsync(replays, "c"));
    }

    private static ValueTask<bool> TakeAsync(ProofReplaysInMemory replays, string key) =>
        replays.TakeAsync(key, Window, TestContext.Current.CancellationToken);
}
