using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Tests.Audit.Hosting;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Audit;

/// <summary>The trail in a whole gateway.</summary>
public sealed class AuditExtensionsTests : IDisposable
{
    private readonly TrailBed _bed = new();

    [Fact]
    public async Task AGateway_KeepsATrailFromItsStartToItsEnd()
    {
        await using (var gateway = await StartAsync())
            await gateway.Services.GetRequiredService<IAuditTrail>().DecideAsync(TrailBed.Row("echo"));

        _bed.IsGood();
        Assert.Equal(
            ["segment", "start", "decision", "stop"], _bed.Rows().Select(row => (string?)JsonNode.Parse(row)!["kind"]));
    }

    [Fact]
    public async Task AGatewayThatCannotRecord_IsNotReadyUntilItCan()
    {
        File.WriteAllText(_bed.Folder, "in the way");
        await using var gateway = await StartAsync();
        using var client = gateway.CreateClient();
        async Task<HttpStatusCode> HealthAsync()
        {
            using var response = await client.GetAsync("/health", TestContext.Current.CancellationToken);
            return response.StatusCode;
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await HealthAsync());
        await gateway.Log.SaysAsync("Critical: The audit trail cannot be written");

        File.Delete(_bed.Folder);
        await Eventually.HoldsAsync(async () => await HealthAsync() == HttpStatusCode.OK, "the gateway is ready");
    }

    public void Dispose() => _bed.Dispose();

    private Task<GatewayHost> StartAsync() =>
        GatewayHost.StartAsync(new() { ["Mcp:Audit:Directory"] = _bed.Folder });
}
