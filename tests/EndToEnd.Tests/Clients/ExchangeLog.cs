using System.Collections.Concurrent;

namespace McpAspire.EndToEnd.Tests.Clients;

/// <summary>Remembers every exchange of an HTTP client: what was asked and how it was answered.</summary>
internal sealed class ExchangeLog() : DelegatingHandler(new SocketsHttpHandler { AllowAutoRedirect = false })
{
    private readonly ConcurrentQueue<Exchange> _exchanges = new();

    public IReadOnlyCollection<Exchange> Exchanges => _exchanges;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        _exchanges.Enqueue(new Exchange(
            request.RequestUri!, (int)response.StatusCode, response.Headers.WwwAuthenticate.ToString()));
        return response;
    }

    internal sealed record Exchange(Uri Url, int Status, string Challenge);
}
