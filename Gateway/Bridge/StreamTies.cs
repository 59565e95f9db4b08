using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Bridge;

/// <summary>What a stream that the gateway itself writes depends on, beside its request.</summary>
internal sealed class StreamTies(RevocationList revocations, IOptions<McpOptions> options, TimeProvider time)
{
    private readonly TimeSpan _silence = options.Value.KeepAliveInterval;

    /// <summary>A stream lasts no longer than the right to it (see <see cref="LiveStreams"/>).</summary>
    public void EndWithItsToken(McpRequest request) => revocations.EndWith(request.Caller!, request.Http);

    /// <summary>Says something in a silent stream now and then, until the result is disposed of.</summary>
    public IDisposable KeepAlive(Func<Task> saySomething) => time.CreateTimer(
        _ => _ = IgnoreEndAsync(saySomething), null, _silence, _silence);

    private static async Task IgnoreEndAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The client has gone; whoever answers the request learns it as well.
        }
    }
}
