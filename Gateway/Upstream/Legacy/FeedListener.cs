using System.Threading.Channels;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>One who listens to a session.</summary>
/// <param name="Interest">What is wanted.</param>
/// <param name="Talk">Whom the server may ask; null for nobody.</param>
/// <param name="News">Where the news go; the oldest are lost to one who does not read.</param>
/// <param name="End">When nobody listens any more.</param>
internal sealed record FeedListener(
    UpstreamInterest Interest, IUpstreamTalk? Talk, ChannelWriter<UpstreamNews>? News, CancellationToken End);
