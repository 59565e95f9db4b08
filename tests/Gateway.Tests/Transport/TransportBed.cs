using System.Text;
using McpAspire.Gateway.Transport;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Transport;

/// <summary>The transport in front of one raw server.</summary>
internal sealed class TransportBed(RawServer server, TransportLimits? limits = null, TimeProvider? time = null)
    : IDisposable
{
    public const string Good = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4\r\n\r\ngood";

    private readonly HttpMessageInvoker _client = new(
        new SocketsTransport(new OtherHandler(), limits ?? TransportLimits.Default, time ?? TimeProvider.System));

    public RawServer Server => server;

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public HttpRequestMessage Get() => new(HttpMethod.Get, server.Address);

    public HttpRequestMessage Post(string body = "{}") =>
        new(HttpMethod.Post, server.Address) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };

    /// <summary>Returns when the head of the answer is there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken? cancellationToken = null) =>
        _client.SendAsync(request, cancellationToken ?? Cancelled).Within();

    /// <summary>The whole body of the answer.</summary>
    public async Task<string> AskAsync(HttpRequestMessage request)
    {
        using var response = await SendAsync(request);
        return await response.Content.ReadAsStringAsync(Cancelled).Within();
    }

    public void Dispose()
    {
        _client.Dispose();
        server.Dispose();
    }

    /// <summary>Stands for the framework's handler, and says that it was asked.</summary>
    private sealed class OtherHandler : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken _) =>
            Task.FromResult(new HttpResponseMessage { Content = new StringContent("other") });
    }
}
