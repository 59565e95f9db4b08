namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>
/// Time goes on and timers fire, but by this watch none has passed: what is believed for a while is believed for ever,
/// so that whoever forgets it has been told to.
/// </summary>
internal sealed class StoppedWatch : TimeProvider
{
    private readonly long _now = System.GetTimestamp();

    public override long GetTimestamp() => _now;
}
