using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>Where a server has nothing to ask: in the modern era, and while a session is being opened.</summary>
internal sealed class NoQuestions(UpstreamLog? log) : IServerQuestions
{
    public static readonly NoQuestions Ignored = new(null);

    public bool AreOpen => false;

    public Action? Answered
    {
        set { }
    }

    public void Ask(JsonRpcMessage question, ReadOnlyMemory<byte> text) => log?.Asked(question.Method!);

    public void Cancel(ReadOnlyMemory<byte> parameters)
    {
    }
}
