using System.Net;
using System.Net.Security;

namespace McpAspire.Identity.Outbound;

/// <summary>
/// A client for addresses that strangers name. It carries nothing of ours (no cookies, no credentials, no trace), obeys
/// no proxy of the environment, follows no redirect, unpacks nothing, and connects through a guard. It is made by hand:
/// one from the factory would look names up among the services of this application first.
/// </summary>
internal static class OutboundHttp
{
    private const int MaxHeaderKilobytes = 16;

    public static HttpClient NewClient(OutboundRules rules, string? trustedAuthorities)
    {
        var guard = new ConnectionGuard(rules);
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            AutomaticDecompression = DecompressionMethods.None,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            // What is left of an answer that is too long is not read for the sake of the connection.
            MaxResponseDrainSize = 0,
            // Each request looks its name up anew: an address judged long ago may be another's now.
            PooledConnectionLifetime = TimeSpan.Zero,
            // Not the propagator without output: the telemetry library would still write its headers.
            ActivityHeadersPropagator = null,
            ConnectCallback = guard.ConnectAsync,
            SslOptions = new SslClientAuthenticationOptions
            {
                CertificateChainPolicy = TrustedAuthorities.Policy(trustedAuthorities),
            },
        };
        return new HttpClient(handler)
        {
            // Who fetches sets a time and a size for each document.
            Timeout = Timeout.InfiniteTimeSpan,
            DefaultRequestVersion = HttpVersion.Version11,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
    }
}
