using System.Collections.Concurrent;
using System.Text;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Upstream;

/// <summary>Keeps what a server said, and answers its questions as the test says.</summary>
internal sealed class RecordingTalk : IUpstreamTalk
{
    public ConcurrentQueue<string> Heard { get; } = new();

    public Func<string, string, CancellationToken, Task<string>> Answer { get; set; } =
        (_, _, _) => Task.FromResult("{}");

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters)
    {
        Heard.Enqueue($"{method} {Encoding.UTF8.GetString(parameters.Span)}");
        return default;
    }

    public async Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(parameters.Span);
        Heard.Enqueue($"{method} {text}");
        return new UpstreamAnswer(false, Encoding.UTF8.GetBytes(await Answer(method, text, cancellationToken)));
    }
}
