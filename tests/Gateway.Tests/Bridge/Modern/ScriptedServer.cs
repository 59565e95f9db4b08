using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>The leg to a server of either era, which answers as the test says.</summary>
internal sealed class ScriptedServer(bool isModern) : IUpstreams, IUpstream
{
    private readonly ConcurrentBag<Channel<UpstreamNews>> _listeners = [];

    /// <summary>What reached it, with the parameters as text.</summary>
    public ConcurrentQueue<(UpstreamCall Call, string Parameters, string Capabilities)> Received { get; } = new();

    public ConcurrentQueue<UpstreamInterest> Interests { get; } = new();

    public string Capabilities { get; set; } =
        """
        {"tools":{"listChanged":true},"resources":{"listChanged":true,"subscribe":true},"tasks":{"list":{}}}
        """;

    /// <summary>What a call of a tool, or another request, comes to: an object <c>result</c>, or <c>error:…</c>.</summary>
    public Func<UpstreamCall, IUpstreamTalk, CancellationToken, Task<string>> Answer { get; set; } =
        (_, _, _) => Task.FromResult("""{"content":[{"type":"text","text":"done"}],"resultType":"complete"}""");

    /// <summary>What it lists.</summary>
    public string[] Tools { get; set; } = ["echo"];

    public McpServer Server { get; private set; } = null!;

    /// <summary>Whether its streams never begin.</summary>
    public bool IsDeaf { get; set; }

    public int Cancelled;

    public IUpstream Of(McpServer server)
    {
        Server = server;
        return this;
    }

    public ValueTask<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken) =>
        ValueTask.FromResult(new UpstreamDescription
        {
            IsLegacy = !isModern,
            IsModern = isModern,
            Capabilities = Encoding.UTF8.GetBytes(Capabilities),
            ServerInfo = """{"name":"scripted","version":"7"}"""u8.ToArray(),
            Instructions = "Be kind.",
        });

    public async Task<UpstreamAnswer> CallAsync(
        UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken)
    {
        Received.Enqueue((
            call,
            Encoding.UTF8.GetString(call.Parameters.Span),
            Encoding.UTF8.GetString(call.Caller.Capabilities.Span)));
        try
        {
            var text = ListOf(call.Method) ?? await Answer(call, talk, cancellationToken);
            return text.StartsWith("error:", StringComparison.Ordinal)
                ? new UpstreamAnswer(isError: true, Encoding.UTF8.GetBytes(text["error:".Length..]))
                : new UpstreamAnswer(isError: false, Encoding.UTF8.GetBytes(text));
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref Cancelled);
            throw;
        }
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
        var heard = Channel.CreateUnbounded<UpstreamNews>();
        _listeners.Add(heard);
        Interests.Enqueue(interest);
        if (!IsDeaf)
            yield return UpstreamNews.Begun;
        await foreach (var news in heard.Reader.ReadAllAsync(cancellationToken))
            yield return news;
    }

    public ValueTask ForgetAsync(UpstreamCaller caller, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    /// <summary>Tells all who listen.</summary>
    public void Say(string method, string parameters)
    {
        foreach (var listener in _listeners)
            listener.Writer.TryWrite(new UpstreamNews(method, Encoding.UTF8.GetBytes(parameters)));
    }

    /// <summary>Asks the client through the talk, and gives what it answered as text.</summary>
    public static async Task<string> AskAsync(
        IUpstreamTalk talk, string method, string parameters, CancellationToken cancellationToken)
    {
        using var answer = await talk.AskedAsync(method, Encoding.UTF8.GetBytes(parameters), cancellationToken);
        return (answer.IsError ? "error:" : "") + Encoding.UTF8.GetString(answer.Json.Span);
    }

    private string? ListOf(string method) => method switch
    {
        "tools/list" => $$"""{"tools":[{{string.Join(',', Tools.Select(Tool))}}]}""",
        "prompts/list" => """{"prompts":[]}""",
        "resources/list" => """{"resources":[]}""",
        "resources/templates/list" => """{"resourceTemplates":[]}""",
        _ => null,
    };

    private static string Tool(string name) =>
        new JsonObject { ["name"] = name, ["inputSchema"] = new JsonObject { ["type"] = "object" } }.ToJsonString();

    /// <summary>A result with one text.</summary>
    public static string Says(string text) =>
        new JsonObject { ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = text }) }
            .ToJsonString();
}
