using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Legacy;

/// <summary>One request to a client, and its answer when it is there.</summary>
internal sealed class Question(string sessionKey)
{
    private readonly TaskCompletionSource<UpstreamAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string SessionKey { get; } = sessionKey;

    public Task<UpstreamAnswer> Answer => _answer.Task;

    /// <summary>False if there is an answer already.</summary>
    public bool Take(UpstreamAnswer answer) => _answer.TrySetResult(answer);
}
