using System.Net;
using System.Threading.Channels;
using McpAspire.Shared;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace McpAspire.EndToEnd.Tests.Browser;

/// <summary>A native client's loopback listener (RFC 8252 section 7.3): where a real browser ends up.</summary>
internal sealed class CallbackListener : IAsyncDisposable
{
    /// <summary>Its icon is empty, or the browser would miss one and complain.</summary>
    private const string Page =
        "<!doctype html><title>Client</title><link rel=icon href='data:,'><h1>Back at the client</h1>";

    private readonly WebApplication _app;
    private readonly Channel<Uri> _callbacks = Channel.CreateUnbounded<Uri>();

    private CallbackListener(WebApplication app) => _app = app;

    /// <summary>The port differs from the registered one, as it does with every start of a native client.</summary>
    public Uri RedirectUri => new(new Uri(_app.Urls.First()), "/callback");

    public static async Task<CallbackListener> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var listener = new CallbackListener(app);
        app.MapGet("/callback", (HttpRequest request) =>
        {
            listener._callbacks.Writer.TryWrite(new Uri(request.GetEncodedUrl()));
            return Results.Text(Page, "text/html");
        });
        // What was posted is told as if it had come in the query.
        app.MapPost("/callback", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            listener._callbacks.Writer.TryWrite(new Uri(request.GetEncodedUrl() + QueryString.Create(form)));
            return Results.Text(Page, "text/html");
        });
        await app.StartAsync();
        return listener;
    }

    public Task<Uri> CallbackAsync(CancellationToken cancellationToken) =>
        _callbacks.Reader.ReadAsync(cancellationToken).AsTask().Within();

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
