using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>A server that answers as the test says.</summary>
internal sealed class ScriptedUpstream(McpServer server) : IUpstreams, IUpstream
{
    public McpServer Server { get; } = server;

    public Func<UpstreamCall, IUpstreamTalk, CancellationToken, Task<UpstreamAnswer>> Answer { get; set; } =
        (_, _, _) => Task.FromResult(Result("{}"));

    public ConcurrentQueue<UpstreamCall> Calls { get; } = new();

    public ConcurrentQueue<string> Forgotten { get; } = new();

    public ConcurrentQueue<string> Notified { get; } = new();

    public ConcurrentQueue<UpstreamInterest> Interests { get; } = new();

    public Channel<UpstreamNews> News { get; } = Channel.CreateUnbounded<UpstreamNews>();

    /// <summary>Completes when a listener is told that it is listened to.</summary>
    public Task Acknowledged { get; set; } = Task.CompletedTask;

    public string Capabilities { get; set; } = """{"tools":{"listChanged":true},"tasks":{}}""";

    public static UpstreamAnswer Result(string json) => new(isError: false, Encoding.UTF8.GetBytes(json));

    public static UpstreamAnswer Error(string json) => new(isError: true, Encoding.UTF8.GetBytes(json));

    public static ReadOnlyMemory<byte> Json(string json) => Encoding.UTF8.GetBytes(json);

    public IUpstream Of(McpServer server) => this;

    public ValueTask<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken) =>
        new(new UpstreamDescription
        {
            IsLegacy = false,
            IsModern = true,
            Capabilities = Json(Capabilities),
            ServerInfo = Json("""{"name":"fixture","version":"1"}"""),
            Instructions = "Be kind.",
        });

    public Task<UpstreamAnswer> CallAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call with { Parameters = call.Parameters.ToArray() });
        return Answer(call, talk, cancellationToken);
    }

    public ValueTask NotifyAsync(
        UpstreamCaller caller, string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        Notified.Enqueue(method);
        return default;
    }

    public async IAsyncEnumerable<UpstreamNews> ListenAsync(
        UpstreamCaller caller,
        UpstreamInterest interest,
        IUpstreamTalk talk,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interests.Enqueue(interest);
        await Acknowledged.WaitAsync(cancellationToken);
        yield return UpstreamNews.Begun;
        await foreach (var news in News.Reader.ReadAllAsync(cancellationToken))
            yield return news;
    }

    public ValueTask ForgetAsync(UpstreamCaller caller, CancellationToken cancellationToken)
    {
        Forgotten.Enqueue(caller.Key);
        return default;
    }
}
