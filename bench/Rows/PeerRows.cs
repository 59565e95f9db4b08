using McpAspire.Bench.Processes;
using McpAspire.Bench.Workloads;

namespace McpAspire.Bench.Rows;

/// <summary>
/// Other MCP proxies, from npm, without any security. Two of them know no backend but a program on standard input and
/// output; its time is not counted as theirs.
/// </summary>
internal static class PeerRows
{
    private const int Sessions = 4;

    public static async Task<Row> McpProxyAsync(BenchSite site)
    {
        var port = ServerProcess.FreePort();
        var process = await StartAsync(
            port, "mcp-proxy/dist/bin/mcp-proxy.mjs",
            "--port", $"{port}", "--server", "stream", "--stateless", "--", ServerProcess.Own("FixedBackend"), "--stdio");
        return Peer("mcp-proxy", new McpTarget(port), process);
    }

    public static async Task<Row> SupergatewayAsync(BenchSite site)
    {
        var port = ServerProcess.FreePort();
        var process = await StartAsync(
            port, "supergateway/dist/index.js",
            "--stdio", $"{ServerProcess.Own("FixedBackend")} --stdio", "--outputTransport", "streamableHttp",
            "--stateful", "--port", $"{port}", "--logLevel", "none");
        var target = new McpTarget(port);
        var sessions = new List<string>();
        for (var number = 0; number < Sessions; number++)
            sessions.Add(await LegacyClient.InitializeAsync(target));
        return Peer("supergateway", target with { Sessions = sessions }, process);
    }

    /// <summary>Speaks MCP to clients over the older HTTP+SSE only, so that its REST interface is asked.</summary>
    public static async Task<Row> McpHubAsync(BenchSite site)
    {
        var port = ServerProcess.FreePort();
        var file = Path.Combine(site.Folder, "mcp-hub.json");
        await File.WriteAllTextAsync(
            file, $$$$"""{"mcpServers":{"{{{{HubTarget.Server}}}}":{"url":"{{{{site.BackendAddress}}}}/mcp"}}}""");
        var process = await StartAsync(port, "mcp-hub/dist/cli.js", "--port", $"{port}", "--config", file);
        return Peer("mcp-hub", new HubTarget(port), process);
    }

    private static Row Peer(string name, ITarget target, ServerProcess process) =>
        new(name, target, process) { IsPeer = true };

    private static Task<ServerProcess> StartAsync(int port, string script, params IEnumerable<string> arguments)
    {
        var modules = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../bench/node/node_modules"));
        var node = Directory.Exists(modules)
            ? Directory.EnumerateDirectories(modules, "node-*").Select(it => Path.Combine(it, "bin", "node"))
                .FirstOrDefault(File.Exists)
            : null;
        return node is null
            ? throw new MissingRowException("npm ci in bench/node")
            : ServerProcess.StartAsync(port, node, [Path.Combine(modules, script), .. arguments]);
    }
}
