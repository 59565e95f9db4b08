namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>For requests of the gateway's own: nobody listens, and nobody can be asked.</summary>
internal sealed class SilentTalk : IUpstreamTalk
{
    public static readonly SilentTalk Instance = new();

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) => default;

    public Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken) =>
        Task.FromResult(QuestionRefusal.Answer());
}
