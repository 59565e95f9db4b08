using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.ServiceDefaults.Tests.Otlp;

/// <summary>A collector of traces: OTLP over gRPC on one port, OTLP over HTTP on another, both on loopback.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private const int GrpcPrefixLength = 5;

    private readonly WebApplication _app;
    private readonly ConcurrentQueue<OtlpSpan> _spans = new();
    private readonly ConcurrentDictionary<string, int> _requests = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string GrpcEndpoint => Address(0);

    public string HttpEndpoint => Address(1);

    public IReadOnlyCollection<OtlpSpan> Spans => _spans;

    /// <summary>The signals that arrived at least once: traces, metrics, logs.</summary>
    public IReadOnlyCollection<string> Signals => [.. _requests.Keys];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            // Without TLS there is no ALPN, so that gRPC needs a port which speaks nothing but HTTP/2.
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http1);
        });

        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/opentelemetry.proto.collector.{signal}.v1.{service}/Export", receiver.ReceiveGrpcAsync);
        app.MapPost("/v1/{signal}", receiver.ReceiveHttpAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private string Address(int index) =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.ElementAt(index);

    private async Task ReceiveGrpcAsync(HttpContext context, string signal)
    {
        var framed = await ReadAsync(context.Request);
        Received(signal == "trace" ? "traces" : signal, framed.AsSpan(GrpcPrefixLength));

        // One empty message, then the status as a trailer (gRPC over HTTP/2, "Responses").
        context.Response.ContentType = "application/grpc";
        context.Response.DeclareTrailer("grpc-status");
        await context.Response.Body.WriteAsync(new byte[GrpcPrefixLength]);
        context.Response.AppendTrailer("grpc-status", "0");
    }

    private async Task ReceiveHttpAsync(HttpContext context, string signal)
    {
        Received(signal, await ReadAsync(context.Request));
        context.Response.ContentType = "application/x-protobuf";
    }

    private void Received(string signal, ReadOnlySpan<byte> message)
    {
        if (signal == "traces")
            foreach (var span in OtlpTraceParser.Parse(message)) _spans.Enqueue(span);
        _requests.AddOrUpdate(signal, 1, static (_, count) => count + 1);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return body.ToArray();
    }
}
