using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>What a legacy server asks, until it is answered or not asked any more.</summary>
internal sealed class Question(string key, string method, ReadOnlyMemory<byte> parameters)
{
    private readonly TaskCompletionSource<UpstreamAnswer> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Key { get; } = key;

    public string Method { get; } = method;

    /// <summary>The object <c>params</c>; empty for none.</summary>
    public ReadOnlyMemory<byte> Parameters { get; } = parameters;

    public Task<UpstreamAnswer> Answer => _answer.Task;

    public bool TryAnswer(ReadOnlySpan<byte> result) =>
        _answer.TrySetResult(new UpstreamAnswer(isError: false, result.ToArray()));
}
