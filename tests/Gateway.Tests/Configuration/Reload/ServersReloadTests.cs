using System.Net;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Primitives;

namespace McpAspire.Gateway.Tests.Configuration.Reload;

/// <summary>A running gateway whose file of servers is edited.</summary>
public sealed class ServersReloadTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-servers-");
    private ScriptedBackend _second = null!;
    private GatewayHost _gateway = null!;

    private string File => Path.Combine(_directory.FullName, "servers.json");

    private McpServerCatalogue Catalogue => _gateway.Services.GetRequiredService<McpServerCatalogue>();

    public async ValueTask InitializeAsync()
    {
        Write("{}");
        _second = await ScriptedBackend.StartAsync();
        _second.Answer = ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{"second":true}}""");
        _gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:File"] = File,
            ["Mcp:FileInterval"] = "00:00:00.02",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _second.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_server_comes_and_goes()
    {
        var token = _gateway.Issuer.Draft(audience: $"{GatewayHost.PublicOrigin}/mcp/second").Sign(_gateway.Issuer.Key);
        using var client = _gateway.CreateClient(token);

        Assert.Equal(HttpStatusCode.NotFound, await CallAsync(client, "second"));
        Write($$$"""{"second":{"Url":"{{{_second.Endpoint}}}"}}""");
        await Eventually.HoldsAsync(() => Catalogue.Version == 2, "the second server is there");
        await Eventually.HoldsAsync(
            async () => await CallAsync(client, "second") == HttpStatusCode.OK, "the second server answers");
        using var document = await client.AskAsync(
            new(HttpMethod.Get, "/.well-known/oauth-protected-resource/mcp/second"));
        Assert.Equal(HttpStatusCode.OK, document.StatusCode);

        Write("{}");
        await Eventually.HoldsAsync(() => Catalogue.Version == 3, "the second server is gone");
        Assert.Equal(HttpStatusCode.NotFound, await CallAsync(client, "second"));
    }

    [Fact]
    public async Task Who_fails_on_a_change_keeps_nobody_else_from_it()
    {
        var others = 0;
        using var before = ChangeToken.OnChange(Catalogue.GetChangeToken, () => others++);
        using var failing = ChangeToken.OnChange(
            Catalogue.GetChangeToken, () => throw new InvalidOperationException("A listener fails."));
        using var after = ChangeToken.OnChange(Catalogue.GetChangeToken, () => others++);

        Write($$$"""{"second":{"Url":"{{{_second.Endpoint}}}"}}""");
        await Eventually.HoldsAsync(
            () => _gateway.Log.Lines.Any(line => line.Contains("A listener fails.", StringComparison.Ordinal)),
            "the failure is told");

        await Eventually.HoldsAsync(
            () => _gateway.Log.Lines.Any(line => line.Contains("Configuration 2 is in force; ", StringComparison.Ordinal)),
            "the change is accepted");
        Assert.Equal(2, others);
        Assert.Equal(0, Refusals());
        Assert.Equal(HealthStatus.Healthy, (await HealthAsync()).Status);
    }

    [Fact]
    public async Task A_wrong_file_changes_nothing_and_every_error_is_told()
    {
        Write($$$"""{"second":{"Url":"{{{_second.Endpoint}}}"}}""");
        await Eventually.HoldsAsync(() => Catalogue.Version == 2, "the second server is there");

        Write("""{"Second":{"Url":"ftp://a","Timeout":"soon"},"third":{"DenyTool":["x"]}}""");
        await Eventually.HoldsAsync(() => Refusals() == 1, "the change is refused");

        var line = _gateway.Log.Lines.Single(IsRefusal);
        Assert.Contains("Mcp:Servers:Second: is not a server name", line);
        Assert.Contains("Mcp:Servers:Second:Url: 'ftp://a' is not", line);
        Assert.Contains("Mcp:Servers:Second:Timeout: 'soon' is unreadable", line);
        Assert.Contains("Mcp:Servers:third:DenyTool: is not a setting", line);
        Assert.Contains("Mcp:Servers:third:Url: is missing", line);
        Assert.NotNull(Catalogue.Find("second"));
        Assert.Null(Catalogue.Find("third"));
        Assert.Equal(2, Catalogue.Version);
        var health = await HealthAsync();
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains("Mcp:Servers:third:Url", health.Description);

        Write($$$"""{"second":{"Url":"{{{_second.Endpoint}}}"}}""");
        await Eventually.HoldsAsync(
            async () => (await HealthAsync()).Status == HealthStatus.Healthy, "the good configuration is back");
        Assert.Equal(2, Catalogue.Version);
    }

    [Fact]
    public async Task A_broken_or_missing_file_changes_nothing()
    {
        Write($$$"""{"second":{"Url":"{{{_second.Endpoint}}}"}}""");
        await Eventually.HoldsAsync(() => Catalogue.Version == 2, "the second server is there");

        Write("{");
        await Eventually.HoldsAsync(() => Refusals() == 1, "the broken file is refused");
        System.IO.File.Delete(File);
        await Eventually.HoldsAsync(() => Refusals() == 2, "the missing file is told");

        Assert.NotNull(Catalogue.Find("second"));
        Assert.Equal(2, Catalogue.Version);
    }

    [Fact]
    public async Task Edits_under_load_lose_no_request()
    {
        using var client = _gateway.CreateAuthorizedClient();
        var held = new TaskCompletionSource();
        var reached = new TaskCompletionSource();
        var moved = await ScriptedBackend.StartAsync();
        await using var _ = moved;

        // One request is on its way in the server's first configuration through all of the edits.
        _gateway.Backend.Answer = async http =>
        {
            reached.TrySetResult();
            await held.Task;
            await http.Response.WriteAsJsonAsync(new { jsonrpc = "2.0", id = 7, result = new { } });
        };
        var slow = CallAsync(client, "everything");
        await reached.Task.Within();
        _gateway.Backend.Answer = ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{}}""");

        using var stop = new CancellationTokenSource();
        var load = Enumerable.Range(0, 4).Select(_ => CallUntilAsync(client, stop.Token)).ToArray();
        for (var edit = 0; edit < 10; edit++)
        {
            var replicas = edit % 2 == 0 ? $"\"{moved.Endpoint}\"" : "";
            var everything = $$$"""{"Urls":[{{{replicas}}}],"Timeout":"00:00:{{{edit + 10}}}"}""";
            Write($$$"""{"everything":{{{everything}}},"x{{{edit}}}":{"Url":"http://x/"}}""");
            await Eventually.HoldsAsync(() => Catalogue.Version == edit + 2, $"edit {edit} is in force");
        }

        held.SetResult();
        await stop.CancelAsync();
        Assert.Equal(HttpStatusCode.OK, await slow);
        var calls = await Task.WhenAll(load);
        Assert.All(calls, call => Assert.Empty(call.Failed));
        Assert.All(calls, call => Assert.True(call.Answered > 10));
        Assert.NotEmpty(moved.Received);
    }

    private static async Task<(int Answered, List<HttpStatusCode> Failed)> CallUntilAsync(
        HttpClient client, CancellationToken stop)
    {
        var answered = 0;
        List<HttpStatusCode> failed = [];
        while (!stop.IsCancellationRequested || answered <= 10)
        {
            var status = await CallAsync(client, "everything");
            answered++;
            if (status != HttpStatusCode.OK)
                failed.Add(status);
        }

        return (answered, failed);
    }

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string server)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.RequestUri = new Uri($"/mcp/{server}", UriKind.Relative);
        using var response = await client.AskAsync(request);
        return response.StatusCode;
    }

    private static bool IsRefusal(string line) =>
        line.Contains("The changed configuration is refused", StringComparison.Ordinal);

    private int Refusals() => _gateway.Log.Lines.Count(IsRefusal);

    private async Task<HealthReportEntry> HealthAsync()
    {
        var health = await _gateway.Services.GetRequiredService<HealthCheckService>()
            .CheckHealthAsync(TestContext.Current.CancellationToken);
        return health.Entries["configuration"];
    }

    /// <summary>By a rename, as editors and deployments do.</summary>
    private void Write(string servers)
    {
        var other = File + ".new";
        System.IO.File.WriteAllText(other, $$$"""{"Mcp":{"Servers":{{{servers}}}}}""");
        System.IO.File.Move(other, File, overwrite: true);
    }
}
