using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream;

/// <summary>How a request to a server ended.</summary>
/// <param name="isError">Whether <paramref name="json"/> is the member <c>error</c>, and not <c>result</c>.</param>
/// <param name="json">The object <c>result</c> or <c>error</c>, checked to be strict JSON; valid until disposed of.</param>
/// <param name="owner">What the bytes were rented from, if they were.</param>
internal sealed class UpstreamAnswer(bool isError, ReadOnlyMemory<byte> json, IDisposable? owner = null) : IDisposable
{
    public bool IsError { get; } = isError;

    public ReadOnlyMemory<byte> Json { get; } = json;

    /// <summary>A result that is still on its way, in place of <see cref="Json"/>; only for callers that take it.</summary>
    public LargeResult? Large { get; init; }

    public void Dispose() => owner?.Dispose();
}
