using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Threading.Channels;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Federation.Hosting;

/// <summary>A server's leg that answers as the test says.</summary>
internal sealed class ScriptedUpstream(McpServer server) : IUpstream
{
    private readonly Channel<UpstreamNews> _news = Channel.CreateUnbounded<UpstreamNews>();

    public McpServer Server => server;

    public ConcurrentQueue<UpstreamCall> Calls { get; } = new();

    public string Capabilities { get; set; } =
        """{"tools":{"listChanged":true},"prompts":{},"resources":{"listChanged":true}}""";

    public string? Instructions { get; set; }

    public bool IsModern { get; set; } = true;

    /// <summary>Instead of an answer to anything.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What waits before each answer.</summary>
    public Func<CancellationToken, Task> Before { get; set; } = _ => Task.CompletedTask;

    /// <summary>The result of a method and the cursor in its parameters.</summary>
    public Func<string, string, string> Result { get; set; } = (method, _) => method switch
    {
        "tools/list" => """{"tools":[]}""",
        "prompts/list" => """{"prompts":[]}""",
        "resources/list" => """{"resources":[]}""",
        "resources/templates/list" => """{"resourceTemplates":[]}""",
        _ => "{}",
    };

    public int ListenerCount;

    /// <summary>Those of them who have not left.</summary>
    public int Listening;

    public async ValueTask<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken)
    {
        await Before(cancellationToken);
        if (Failure is { } failure)
            throw failure;

        return new UpstreamDescription
        {
            IsLegacy = !IsModern,
            IsModern = IsModern,
            Capabilities = Encoding.UTF8.GetBytes(Capabilities),
            ServerInfo = Encoding.UTF8.GetBytes($$"""{"name":"{{server.Name}}"}"""),
            Instructions = Instructions,
        };
    }

    public async Task<UpstreamAnswer> CallAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken)
    {
        Calls.Enqueue(call);
        await Before(cancellationToken);
        if (Failure is { } failure)
            throw failure;

        var result = Result(call.Method, Encoding.UTF8.GetString(call.Parameters.Span));
        return result.StartsWith("error:", StringComparison.Ordinal)
            ? new UpstreamAnswer(isError: true, Encoding.UTF8.GetBytes(result["error:".Length..]))
            : new UpstreamAnswer(isError: false, Encoding.UTF8.GetBytes(result));
    }

    public ValueTask NotifyAsync(
        UpstreamCaller caller, string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        ValueTask.CompletedTask;

    public async IAsyncEnumerable<UpstreamNews> ListenAsync(
        UpstreamCaller caller,
        UpstreamInterest interest,
        IUpstreamTalk talk,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref ListenerCount);
        Interlocked.Increment(ref Listening);
        try
        {
            yield return UpstreamNews.Begun;
            await foreach (var news in _news.Reader.ReadAllAsync(cancellationToken))
                yield return news;
        }
        finally
        {
            Interlocked.Decrement(ref Listening);
        }
    }

    public ValueTask ForgetAsync(UpstreamCaller caller, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Says something that belongs to no request.</summary>
    public void Say(string method) => _news.Writer.TryWrite(new UpstreamNews(method, default));

    /// <summary>Lists these tools, each with no more than a name.</summary>
    public void HasTools(params IEnumerable<string> names) => Has("tools/list", Tools(names));

    public void Has(string method, string result)
    {
        var other = Result;
        Result = (asked, parameters) => asked == method ? result : other(asked, parameters);
    }

    public static string Tools(params IEnumerable<string> names) =>
        $$"""{"tools":[{{string.Join(',', names.Select(Tool))}}]}""";

    private static string Tool(string name) => """{"name":"NAME","inputSchema":{"type":"object"}}""".Replace("NAME", name, StringComparison.Ordinal);
}
