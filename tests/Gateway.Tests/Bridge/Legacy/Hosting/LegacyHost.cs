using System.Collections.Concurrent;
using System.Collections.Frozen;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Bridge;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Shutdown;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;

/// <summary>
/// A bridge on a real Kestrel before one scripted server, behind the stages that read a message. Who calls is said by a
/// header; a second one with the same state is another replica.
/// </summary>
internal sealed class LegacyHost : IAsyncDisposable
{
    private static readonly TokenOptions Nowhere = new() { JwksAddress = "http://localhost/jwks" };

    private readonly ServiceProvider _services;
    private readonly Shared _shared;
    private LoopbackHost _listener = null!;

    private LegacyHost(ServiceProvider services, Shared shared, ScriptedUpstream upstream)
    {
        (_services, _shared, Upstream) = (services, shared, upstream);
        View = new ScriptedView(upstream);
    }

    public ScriptedUpstream Upstream { get; }

    public ScriptedView View { get; }

    public MemorySessions Sessions => _shared.Sessions;

    public LogRecorder Log { get; private init; } = new();

    public Drain Drain => _services.GetRequiredService<Drain>();

    public MemoryBus Bus => (MemoryBus)_services.GetRequiredService<IReplicaBus>();

    public static Task<LegacyHost> StartAsync(
        McpOptions? options = null, TimeProvider? time = null, ISharedState? state = null) =>
        StartAsync(new Shared(state ?? new LocalState(TimeProvider.System), new(), new()), options, time);

    /// <summary>Another replica of the same gateway.</summary>
    public Task<LegacyHost> ReplicaAsync() => StartAsync(_shared, null, null);

    public HttpClient CreateClient(string subject = "subject-1", string endpoint = "everything")
    {
        var client = new HttpClient { BaseAddress = new Uri(_listener.Address, $"mcp/{endpoint}") };
        client.DefaultRequestHeaders.Add("X-Subject", subject);
        client.Timeout = TimeSpan.FromSeconds(30);
        return client;
    }

    /// <summary>As the host stops: the application first, then what drains, then the listener.</summary>
    public async Task StopAsync()
    {
        _services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await Drain.StoppingAsync(CancellationToken.None);
        await _listener.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        await _services.DisposeAsync();
    }

    private static async Task<LegacyHost> StartAsync(Shared shared, McpOptions? options, TimeProvider? time)
    {
        var log = new LogRecorder();
        var upstream = new ScriptedUpstream(Server("everything"));
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.AddProvider(log));
        services.AddMetrics();
        services.AddHttpClient();
        services.AddBearerAuthentication();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().Build());
        services.AddSingleton<GatewayTelemetry>();
        services.AddSingleton<MessageStage>();
        services.AddSingleton<HeaderAgreementStage>();
        services.AddBridge();
        services.AddSingleton(Options.Create((options ?? new McpOptions()) with { Authorization = Nowhere }));
        services.AddSingleton(time ?? TimeProvider.System);
        services.AddSingleton<IHostApplicationLifetime, ApplicationLifetime>();
        services.AddSingleton<StateSeal>();
        services.AddSingleton<Drain>();
        services.AddSingleton<ISharedState>(shared.State);
        services.AddSingleton<ISessionStore>(shared.Sessions);
        services.AddSingleton<IReplicaBus>(new MemoryBus(shared.Network));
        services.AddSingleton<IUpstreams>(upstream);

        var host = new LegacyHost(services.BuildServiceProvider(), shared, upstream) { Log = log };
        // What is missing shows here, and not as an answer to a request.
        host._services.GetRequiredService<IBridge>();
        host._listener = await LoopbackHost.StartAsync(host.AnswerAsync);
        return host;
    }

    private static McpServer Server(string name) => new(
        name, $"http://localhost/mcp/{name}", "", [], TimeSpan.FromSeconds(10), new ServerOptions());

    private static AccessToken Token(string subject) => new()
    {
        Subject = subject,
        ClientId = "client-1",
        TokenId = "token",
        RevocationId = "token",
        KeyId = "key",
        Audience = "",
        Scopes = FrozenSet<string>.Empty,
        Groups = [],
        ExpiresAt = DateTimeOffset.MaxValue,
        KeySetVersion = 1,
    };

    private async Task AnswerAsync(HttpContext http)
    {
        using var request = new McpRequest(http, Server(http.Request.Path.Value!.Split('/')[^1]))
        {
            Caller = Token(http.Request.Headers["X-Subject"].ToString()),
        };
        foreach (var stage in (IMcpStage[])
            [_services.GetRequiredService<MessageStage>(), _services.GetRequiredService<HeaderAgreementStage>()])
        {
            if ((await stage.InvokeAsync(request)).Refusal is { } refusal)
            {
                await RefusalWriter.WriteAsync(http, refusal, request);
                return;
            }
        }

        await _services.GetRequiredService<IBridge>().AnswerAsync(request, View);
    }

    private sealed record Shared(
        ISharedState State, MemorySessions Sessions, ConcurrentDictionary<string, MemoryBus> Network);
}
