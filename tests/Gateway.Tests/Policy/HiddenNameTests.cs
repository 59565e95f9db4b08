using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Policy;

/// <summary>How long an answer takes must not tell a name that is hidden from one that does not exist.</summary>
public sealed class HiddenNameTests
{
    [Theory]
    [InlineData("add")]
    [InlineData("no_such_tool")]
    public async Task TheListIsLookedAtOnceMore_ForEither(string name)
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await GatewayHost.StartAsync(
            new()
            {
                ["Mcp:PolicyFile"] = "",
                ["Mcp:Policy:Rules:echo:Allow"] = "mcp.tool.name == 'echo'",
            },
            time);
        // One result for all that the gateway asks: what the server is, and what it has.
        gateway.Backend.Answer = ScriptedBackend.Result("""
            {"resultType":"complete","supportedVersions":["2026-07-28"],"protocolVersion":"2025-11-25",
             "capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"},
             "tools":[{"name":"echo","inputSchema":{"type":"object"}},{"name":"add","inputSchema":{"type":"object"}}]}
            """);
        using var client = gateway.CreateClient(gateway.Issuer.Draft(time.GetUtcNow()).Sign(gateway.Issuer.Key));
        var call = Rpc.LegacyCall.Replace("echo", name, StringComparison.Ordinal);
        using var first = await client.AskAsync(Rpc.Post(call));
        var before = Lists(gateway);
        time.Advance(TimeSpan.FromSeconds(2));

        using var second = await client.AskAsync(Rpc.Post(call));

        Assert.Contains("Unknown tool", await second.TextAsync());
        Assert.Equal(before + 1, Lists(gateway));
    }

    private static int Lists(GatewayHost gateway) =>
        gateway.Backend.Received.Count(request => request.Body.AsSpan().IndexOf("tools/list"u8) >= 0);
}
