using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace McpAspire.Shared;

/// <summary>A real Kestrel on a free loopback port that answers with one delegate.</summary>
public sealed class LoopbackHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackHost(WebApplication app) => _app = app;

    /// <summary>Scheme, host and port, without trailing slash.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>Starts listening: at port 0 on a free one, else where a host once was.</summary>
    public static async Task<LoopbackHost> StartAsync(
        RequestDelegate answer, int port = 0, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(it => it.Protocols = protocols));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return new LoopbackHost(app);
    }

    /// <summary>Stops as a service does that is told to: what has begun is answered first.</summary>
    public Task StopAsync() => _app.StopAsync();

    /// <summary>Stops at once: whoever still holds a connection sees it break.</summary>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        try
        {
            await _app.StopAsync(now.Token);
        }
        catch (OperationCanceledException)
        {
            // The point of stopping at once.
        }

        await _app.DisposeAsync();
    }
}
