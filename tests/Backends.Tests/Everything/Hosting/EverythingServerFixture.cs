using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Client;

[assembly: AssemblyFixture(typeof(McpAspire.Backends.Tests.Everything.Hosting.EverythingServerFixture))]

namespace McpAspire.Backends.Tests.Everything.Hosting;

/// <summary>The backend on real Kestrel, and the official client that talks with it.</summary>
public sealed class EverythingServerFixture : IAsyncLifetime
{
    private readonly WebApplicationFactory<Program> _factory = new WebApplicationFactory<Program>()
        .WithWebHostBuilder(host => host.ConfigureLogging(logging => logging.ClearProviders()));

    public Uri Address => _factory.ClientOptions.BaseAddress;

    public Uri McpAddress => new(Address, "/mcp");

    public ValueTask InitializeAsync()
    {
        _factory.UseKestrel(port: 0);
        _factory.StartServer();
        return ValueTask.CompletedTask;
    }

    public T Service<T>()
        where T : notnull => _factory.Services.GetRequiredService<T>();

    /// <summary>A client of one era; what it declares follows from the handlers that it has.</summary>
    public async Task<McpClient> ConnectAsync(Era era, Action<McpClientHandlers>? handle = null)
    {
        var options = new McpClientOptions { ProtocolVersion = era == Era.Legacy ? "2025-11-25" : "2026-07-28" };
        handle?.Invoke(options.Handlers);

        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = McpAddress,
            TransportMode = HttpTransportMode.StreamableHttp,
        });
        var client = await McpClient.CreateAsync(
            transport, options, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(options.ProtocolVersion, client.NegotiatedProtocolVersion);
        return client;
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
