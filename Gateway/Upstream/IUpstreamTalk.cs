namespace McpAspire.Gateway.Upstream;

/// <summary>What a server may say while it works on a request. Calls never overlap for one request.</summary>
internal interface IUpstreamTalk
{
    /// <summary>
    /// A notification: <c>notifications/progress</c> (without its token, which was the leg's own),
    /// <c>notifications/message</c>, or another. The memory is valid until the returned task completes.
    /// </summary>
    ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters);

    /// <summary>
    /// A request of a legacy server to the client (sampling, elicitation, roots). The result is the object
    /// <c>result</c> or <c>error</c> that the server gets; refusing is an error answer, not an exception.
    /// </summary>
    Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken);
}
