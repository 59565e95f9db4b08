using McpAspire.Bench.Processes;

namespace McpAspire.Bench.Rows;

/// <summary>Our gateway as it is deployed: every stage, a signed token, a list of revoked ones.</summary>
internal static class GatewayRows
{
    private const string Server = "fixed";

    public static Task<Row> PassThroughAsync(BenchSite site) => PassThroughAsync(site, "pass-through");

    public static Task<Row> OverSocketsAsync(BenchSite site) =>
        PassThroughAsync(site, "pass-through over sockets", ("Mcp__Transport", "Sockets"));

    public static async Task<Row> FederationAsync(BenchSite site)
    {
        var (port, process) = await StartAsync(site);
        return new Row("federation", Target(site, port, "/mcp", $"{Server}_"), process);
    }

    private static async Task<Row> PassThroughAsync(
        BenchSite site, string name, params (string Name, string Value)[] settings)
    {
        var (port, process) = await StartAsync(site, settings);
        return new Row(name, Target(site, port, $"/mcp/{Server}", ""), process);
    }

    private static McpTarget Target(BenchSite site, int port, string path, string prefix) => new(port)
    {
        Path = path,
        Token = site.Issuer.Token($"http://localhost:{port}{path}"),
        ToolPrefix = prefix,
    };

    private static async Task<(int Port, ServerProcess Process)> StartAsync(
        BenchSite site, params (string Name, string Value)[] settings)
    {
        var port = ServerProcess.FreePort();
        var process = await ServerProcess.StartAsync(port, ServerProcess.Own("Gateway"), [], new Dictionary<string, string>(
            settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)))
        {
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}",
            ["Mcp__PublicOrigin"] = $"http://localhost:{port}",
            ["Mcp__Authorization__Issuer"] = LoopbackIssuer.Name,
            ["Mcp__Authorization__JwksAddress"] = site.Issuer.JwksAddress,
            ["Mcp__Authorization__RevocationsAddress"] = site.Issuer.RevocationsAddress,
            ["Mcp__Authorization__RevocationsKey"] = LoopbackIssuer.RevocationsKey,
            ["Mcp__Policy__Rules__all__Allow"] = "true",
            [$"Mcp__Servers__{Server}__Url"] = $"{site.BackendAddress}/mcp",
        });
        return (port, process);
    }
}
