using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Federation.Names;
using McpAspire.Gateway.Federation.Views;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Federation.Hosting;

/// <summary>The views over servers whose legs are scripted.</summary>
internal sealed class FederationBed : IUpstreams, IDisposable
{
    private readonly ConcurrentDictionary<string, ScriptedUpstream> _upstreams = new(StringComparer.Ordinal);
    private readonly ServiceProvider _services;
    private readonly ServerViews _views;

    public FederationBed(params (string Name, ServerOptions Options)[] servers)
    {
        Catalogue = new McpServerCatalogue(Options.Create(OptionsOf(servers)));
        _services = new ServiceCollection().AddMetrics().AddLogging(log => log.AddProvider(Log)).BuildServiceProvider();
        _views = Replica();
    }

    public FederationBed(params string[] names)
        : this([.. names.Select(name => (name, new ServerOptions()))])
    {
    }

    public McpServerCatalogue Catalogue { get; }

    public FakeTimeProvider Time { get; } = new();

    public LogRecorder Log { get; } = new();

    public int PageSize { get; init; } = 1000;

    public IServerView View => _views.Federation;

    public UpstreamCaller Caller { get; } = CallerOf("ann");

    public static UpstreamCaller CallerOf(string principal, McpEra era = McpEra.Modern) =>
        new($"key of {principal}", era, default, default) { Principal = principal };

    public ScriptedUpstream this[string server] => (ScriptedUpstream)Of(Catalogue.Find(server)!);

    public IUpstream Of(McpServer server) => _upstreams.GetOrAdd(server.Name, _ => new ScriptedUpstream(server));

    public IServerView Single(string server) => _views.Of(Catalogue.Find(server)!);

    /// <summary>The same servers behind another process.</summary>
    public ServerViews Replica(int pageSize = 1000) => new(
        Catalogue,
        this,
        new TaskIds(new byte[32]),
        new ListSettings(pageSize, TimeSpan.FromSeconds(10)),
        new ListTelemetry(_services.GetRequiredService<IMeterFactory>()),
        Time,
        _services.GetRequiredService<ILoggerFactory>());

    public void Reload(params (string Name, ServerOptions Options)[] servers) => Catalogue.Replace(OptionsOf(servers));

    public async Task<JsonObject> ListAsync(
        string method = "tools/list", string? cursor = null, UpstreamCaller? caller = null, IServerView? view = null)
    {
        using var answer = await (view ?? View).ListAsync(
            caller ?? Caller, method, cursor, shows: null, TestContext.Current.CancellationToken);
        Assert.False(answer.IsError, Encoding.UTF8.GetString(answer.Json.Span));
        return JsonNode.Parse(answer.Json.Span)!.AsObject();
    }

    /// <summary>The names of the tools on the first page.</summary>
    public async Task<string[]> ToolNamesAsync(IServerView? view = null) =>
        [.. (await ListAsync(view: view))["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)];

    public async Task<(string Server, string? Target, string Parameters)?> RouteAsync(
        string method, string parameters, UpstreamCaller? caller = null, IServerView? view = null)
    {
        var body = Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        Assert.True(JsonRpcReader.TryRead(body, out var message, out var fault), fault?.Message);
        var routed = await (view ?? View).RouteAsync(
            caller ?? Caller, message, body, TestContext.Current.CancellationToken);
        return routed is null
            ? null
            : (routed.Server.Name, routed.Target, Encoding.UTF8.GetString(routed.Parameters.Span));
    }

    public void Dispose()
    {
        _views.Dispose();
        _services.Dispose();
    }

    private static McpOptions OptionsOf((string Name, ServerOptions Options)[] servers) => new()
    {
        PublicOrigin = "https://gateway.example",
        Servers = servers.ToDictionary(it => it.Name, it => it.Options with { Url = $"http://{it.Name}/mcp" }),
    };
}
