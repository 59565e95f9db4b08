using McpAspire.BareYarp;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

// The proxy engine and nothing else: one route, one cluster, one destination. What the gateway is measured against.
var builder = WebApplication.CreateBuilder();
builder.WebHost.UseUrls($"http://127.0.0.1:{args[0]}");
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddReverseProxy().LoadFromMemory(
    [new RouteConfig { RouteId = "all", ClusterId = "one", Match = new RouteMatch { Path = "{**path}" } }],
    [
        new ClusterConfig
        {
            ClusterId = "one",
            Destinations = new Dictionary<string, DestinationConfig> { ["one"] = new() { Address = args[1] } },
        },
    ]);
if (args.Contains("--sockets"))
    builder.Services.AddSingleton<IForwarderHttpClientFactory, SocketsFactory>();
await using var app = builder.Build();
app.MapReverseProxy();
await app.RunAsync();
