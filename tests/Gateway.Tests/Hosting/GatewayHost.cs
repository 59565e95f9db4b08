using System.Net;
using System.Net.Sockets;
using McpAspire.Gateway.Authentication;
using McpAspire.Shared;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace McpAspire.Gateway.Tests.Hosting;

/// <summary>The gateway on a real Kestrel, between a scripted backend and a scripted issuer.</summary>
internal sealed class GatewayHost : IAsyncDisposable
{
    public const string PublicOrigin = "http://localhost:8080";
    public const string Resource = PublicOrigin + "/mcp/everything";

    private readonly WebApplicationFactory<Program> _factory;

    private GatewayHost(WebApplicationFactory<Program> factory, ScriptedBackend backend, ScriptedIssuer issuer)
    {
        _factory = factory;
        Backend = backend;
        Issuer = issuer;
    }

    public ScriptedBackend Backend { get; }

    public ScriptedIssuer Issuer { get; }

    public IServiceProvider Services => _factory.Services;

    public LogRecorder Log { get; private init; } = new();

    /// <summary>Where Kestrel really listens; clients still say the public origin's host.</summary>
    public IPEndPoint Listener { get; private set; } = new(IPAddress.Loopback, 0);

    public static async Task<GatewayHost> StartAsync(
        Dictionary<string, string?>? settings = null,
        TimeProvider? time = null,
        bool waitForKeys = true,
        Action<IServiceCollection>? configure = null)
    {
        var backend = await ScriptedBackend.StartAsync();
        var issuer = await ScriptedIssuer.StartAsync();
        issuer.IsDown = !waitForKeys;

        var log = new LogRecorder();
        var configuration = Settings(backend, issuer);
        foreach (var (key, value) in settings ?? [])
            configuration[key] = value;

        var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(web =>
        {
            web.UseSetting("urls", "http://127.0.0.1:0");
            foreach (var (key, value) in configuration)
                web.UseSetting(key, value);
            web.ConfigureTestServices(services =>
            {
                if (time is not null)
                    services.AddSingleton(time);
                services.AddLogging(logging => logging.ClearProviders().AddProvider(log));
                configure?.Invoke(services);
            });
        });
        factory.UseKestrel();
        factory.StartServer();

        var host = new GatewayHost(factory, backend, issuer) { Log = log };
        var server = factory.Services.GetRequiredService<IServer>();
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        host.Listener = new IPEndPoint(IPAddress.Loopback, new Uri(address).Port);
        if (waitForKeys)
            await host.KeysAreLoadedAsync();
        return host;
    }

    public Task KeysAreLoadedAsync() => Eventually.HoldsAsync(
        () => Services.GetRequiredService<SigningKeys>().Current.IsLoaded, "the gateway has the issuer's keys");

    /// <summary>A client that says <c>Host: localhost:8080</c> and reaches the gateway's real port.</summary>
    public HttpClient CreateClient(string? token = null)
    {
        // Without a propagator: the gateway's own telemetry, in this process, would else add to what the test sends.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        };
        var client = new HttpClient(handler)
        {
            BaseAddress = new Uri(PublicOrigin),
            Timeout = TimeSpan.FromSeconds(20),
        };
        if (token is not null)
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    /// <summary>The header with a valid token, for raw requests.</summary>
    public string Bearer => $"Authorization: Bearer {Issuer.Token()}";

    public HttpClient CreateAuthorizedClient() => CreateClient(Issuer.Token());

    /// <summary>Ends the gateway alone; what it stands between goes on.</summary>
    public ValueTask StopAsync() => _factory.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await _factory.DisposeAsync();
        await Backend.DisposeAsync();
        await Issuer.DisposeAsync();
    }

    private static Dictionary<string, string?> Settings(ScriptedBackend backend, ScriptedIssuer issuer) => new()
    {
        ["Mcp:PublicOrigin"] = PublicOrigin,
        ["Mcp:Authorization:Issuer"] = ScriptedIssuer.Name,
        ["Mcp:Authorization:JwksAddress"] = issuer.JwksAddress.AbsoluteUri,
        ["Mcp:Servers:everything:Url"] = backend.Endpoint.AbsoluteUri,
        // What it speaks is not found out, so that it receives what the test sends and nothing else.
        ["Mcp:Servers:everything:Era"] = "Both",
        // Tests that share a gateway let its backend fail again and again.
        ["Mcp:Servers:everything:Circuit:Enabled"] = "false",
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext _, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(Listener, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
