using System.Net;
using McpAspire.Gateway.Policy;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Policy;

public sealed class PolicyReloadTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("mcp-policy-");
    private GatewayHost _gateway = null!;

    private string File => Path.Combine(_directory.FullName, "policy.json");

    private PolicySource Policy => _gateway.Services.GetRequiredService<PolicySource>();

    public async ValueTask InitializeAsync()
    {
        Write("true");
        _gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:PolicyFile"] = File,
            ["Mcp:FileInterval"] = "00:00:00.02",
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task A_changed_policy_counts_and_one_that_is_wrong_does_not()
    {
        using var client = _gateway.CreateAuthorizedClient();
        _gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        Assert.DoesNotContain("error", await CallAsync(client));

        Write("mcp.tool.name == 'other'");
        await Eventually.HoldsAsync(() => Policy.Current.Version == 2, "the second policy counts");
        Assert.Contains("Unknown tool", await CallAsync(client));

        Write("mcp.tool.nam ==");
        await Eventually.HoldsAsync(
            () => _gateway.Log.Lines.Any(line => line.Contains("refused", StringComparison.Ordinal)
                && line.Contains(File, StringComparison.Ordinal)),
            "the operator is told");
        Assert.Equal(2, Policy.Current.Version);
        Assert.Contains("Unknown tool", await CallAsync(client));

        Write("mcp.tool.name == 'echo'");
        await Eventually.HoldsAsync(() => Policy.Current.Version == 3, "the third policy counts");
        Assert.DoesNotContain("error", await CallAsync(client));
    }

    private static async Task<string> CallAsync(HttpClient client)
    {
        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.TextAsync();
    }

    private void Write(string condition) => System.IO.File.WriteAllText(
        File, $$$"""{"Mcp":{"Policy":{"Rules":{"a":{"Allow":"{{{condition}}}"} } } } }""");
}
