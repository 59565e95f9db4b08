using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.Identity.Tests.Outbound;

/// <summary>A web site with https on this machine, which remembers what it was asked for.</summary>
internal sealed class HttpsSite : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, RequestDelegate> _pages = [];
    private readonly ConcurrentQueue<SeenRequest> _requests = [];
    private readonly X509Certificate2 _certificate;
    private readonly WebApplication _app;
    private int _connections;

    private HttpsSite(X509Certificate2 certificate)
    {
        _certificate = certificate;
        // Offline: a server would fetch the certificate of its issuer itself.
        var tls = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true),
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listener =>
        {
            listener.Use(next => connection =>
            {
                Interlocked.Increment(ref _connections);
                return next(connection);
            });
            listener.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls) });
        }));
        builder.WebHost.UseKestrelHttpsConfiguration();
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public int Port { get; private set; }

    /// <summary>Connections that were made, whether or not anything came over them.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public IReadOnlyCollection<SeenRequest> Requests => _requests;

    public static async Task<HttpsSite> StartAsync(X509Certificate2 certificate)
    {
        var site = new HttpsSite(certificate);
        await site._app.StartAsync();
        var addresses = site._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!;
        site.Port = new Uri(addresses.Addresses.Single()).Port;
        return site;
    }

    public string UrlOf(string path) => $"https://localhost:{Port}{path}";

    public int RequestsOf(string path) => _requests.Count(request => request.Path == path);

    public void Serve(string path, RequestDelegate answer) => _pages[path] = answer;

    public void Serve(string path, string body, string type = "application/json", string? cacheControl = null) =>
        Serve(path, context =>
        {
            context.Response.ContentType = type;
            if (cacheControl is not null)
                context.Response.Headers.CacheControl = cacheControl;
            return context.Response.WriteAsync(body);
        });

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _certificate.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        _requests.Enqueue(new SeenRequest(
            context.Request.Path,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(),
                StringComparer.OrdinalIgnoreCase)));
        if (_pages.TryGetValue(context.Request.Path, out var page))
            return page(context);

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
