extern alias everything;

using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>The reference server on a real Kestrel, speaking both eras or one of them.</summary>
internal sealed class EverythingHost : IAsyncDisposable
{
    private readonly WebApplicationFactory<everything::Program> _factory;

    private EverythingHost(WebApplicationFactory<everything::Program> factory) => _factory = factory;

    public Uri Endpoint { get; private init; } = null!;

    /// <param name="era">both, legacy or modern.</param>
    /// <param name="port">Where a host once was; 0 for a free one.</param>
    public static EverythingHost Start(string era = "both", int port = 0)
    {
        var factory = new WebApplicationFactory<everything::Program>().WithWebHostBuilder(web => web
            .UseSetting("Everything:Era", era)
            // Not localhost: a free port of one address family may be taken in the other.
            .UseSetting("urls", $"http://127.0.0.1:{port}")
            .ConfigureLogging(logging => logging.ClearProviders()));
        factory.UseKestrel();
        factory.StartServer();
        var server = factory.Services.GetRequiredService<IServer>();
        var address = new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return new EverythingHost(factory) { Endpoint = new Uri(address, "/mcp") };
    }

    public ValueTask DisposeAsync() => _factory.DisposeAsync();
}
