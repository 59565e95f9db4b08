using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Upstream;

/// <summary>
/// One configured server as the gateway's own client sees it. Which era the leg speaks is decided here and shows
/// nowhere else but in what a result or a question may be: a modern server answers with <c>input_required</c> where a
/// legacy one asks.
/// </summary>
internal interface IUpstream
{
    McpServer Server { get; }

    /// <summary>
    /// What the server says of itself, from its detection: asked once, kept, and asked anew after a failure.
    /// </summary>
    /// <exception cref="UpstreamException">It cannot be reached, or gave no usable answer.</exception>
    ValueTask<UpstreamDescription> DescribeAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Sends one request and completes with its result or error. What the server says meanwhile that belongs to this
    /// request goes to <paramref name="talk"/>. Cancelling ends the call at the server too.
    /// </summary>
    /// <exception cref="UpstreamException">It cannot be reached, or gave no usable answer in time.</exception>
    Task<UpstreamAnswer> CallAsync(UpstreamCall call, IUpstreamTalk talk, CancellationToken cancellationToken);

    /// <summary>Sends a notification of the caller, where the leg's era has it (roots/list_changed: legacy).</summary>
    ValueTask NotifyAsync(
        UpstreamCaller caller, string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken);

    /// <summary>
    /// News of the server that belong to no request, until cancelled or until the server ends it: from
    /// <c>subscriptions/listen</c>, or from the GET stream and <c>resources/subscribe</c> of a session. The first is
    /// <see cref="UpstreamNews.Begun"/>.
    /// </summary>
    IAsyncEnumerable<UpstreamNews> ListenAsync(
        UpstreamCaller caller, UpstreamInterest interest, IUpstreamTalk talk, CancellationToken cancellationToken);

    /// <summary>Ends what is kept for a caller at the server: its session, if there is one.</summary>
    ValueTask ForgetAsync(UpstreamCaller caller, CancellationToken cancellationToken);
}
