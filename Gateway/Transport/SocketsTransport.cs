using System.Collections.Concurrent;
using System.Diagnostics;

namespace McpAspire.Gateway.Transport;

/// <summary>
/// HTTP/1.1 without TLS, and nothing that a proxy does not need: no redirects, cookies, proxies, decompression or
/// credentials. Everything else goes to the framework's own handler.
/// </summary>
internal sealed class SocketsTransport : DelegatingHandler
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string Host, int Port), ConnectionPool> _pools = new();
    private readonly Func<(string Host, int Port), ConnectionPool> _create;
    private readonly ITimer _sweep;

    public SocketsTransport(HttpMessageHandler other, TransportLimits limits, TimeProvider time)
        : base(other)
    {
        _create = key => new ConnectionPool(key.Host, key.Port, limits, time);
        // Weak: the proxy engine drops clients that it has replaced without a word.
        _sweep = time.CreateTimer(Sweep, new WeakReference<SocketsTransport>(this), SweepInterval, SweepInterval);
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { } address || address.Scheme != Uri.UriSchemeHttp || IsHttp2(request))
            return base.SendAsync(request, cancellationToken);

        if (Activity.Current is { } activity)
            DistributedContextPropagator.Current.Inject(activity, request, Inject);
        return _pools.GetOrAdd((address.IdnHost, address.Port), _create).SendAsync(request, cancellationToken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sweep.Dispose();
            foreach (var pool in _pools.Values)
                pool.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Without TLS there is nothing to negotiate: only who demands HTTP/2 gets it.</summary>
    private static bool IsHttp2(HttpRequestMessage request) =>
        request.Version.Major >= 2 && request.VersionPolicy != HttpVersionPolicy.RequestVersionOrLower;

    /// <summary>What the caller said of its trace is replaced by the gateway's own part of it.</summary>
    private static void Inject(object? request, string name, string value)
    {
        var headers = ((HttpRequestMessage)request!).Headers;
        headers.Remove(name);
        headers.TryAddWithoutValidation(name, value);
    }

    private static void Sweep(object? reference)
    {
        if (!((WeakReference<SocketsTransport>)reference!).TryGetTarget(out var transport))
            return;

        foreach (var pool in transport._pools.Values)
            pool.Sweep();
    }
}
