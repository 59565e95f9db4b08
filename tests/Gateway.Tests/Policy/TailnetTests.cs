using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Policy;

/// <summary>Whom a policy takes for somebody of the tailnet.</summary>
public sealed class TailnetTests
{
    [Theory]
    [InlineData(true, "127.0.0.1", "Tailscale-User-Login: ann@example.org")]
    [InlineData(true, "127.0.0.1", "Tailscale-User-Login: ann@example.org", "X-Forwarded-For: 100.64.0.7")]
    [InlineData(false, "127.0.0.1", "Tailscale-User-Login: ann@example.org", "Tailscale-Funnel-Request: ?1")]
    [InlineData(false, "127.0.0.1", "Tailscale-User-Login: eve@example.org")]
    [InlineData(false, "127.0.0.1", "Tailscale-User-Login: ann@example.org", "Tailscale-User-Login: eve@example.org")]
    [InlineData(false, "127.0.0.1", "X-Forwarded-For: 100.64.0.7")]
    [InlineData(false, "127.0.0.1")]
    [InlineData(false, "10.1.2.3", "Tailscale-User-Login: ann@example.org")]
    [InlineData(false, null, "Tailscale-User-Login: ann@example.org", "X-Forwarded-For: 100.64.0.7")]
    public async Task OnlyAKnownProxy_SaysWhoCalls(bool isAllowed, string? proxy, params string[] headers)
    {
        var settings = new Dictionary<string, string?>
        {
            ["Mcp:PolicyFile"] = "",
            ["Mcp:Policy:Rules:tailnet:Allow"] =
                "has(source.tailscale) && source.tailscale.?user.orValue('') == 'ann@example.org'",
        };
        if (proxy is not null)
            settings["Mcp:KnownProxies:0"] = proxy;
        await using var gateway = await GatewayHost.StartAsync(settings);
        gateway.Backend.Answer = ScriptedBackend.Json(Rpc.Answer);
        using var client = gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(
            Rpc.LegacyCall, headers.Select(header => header.Split(": ")).Select(it => (it[0], it[1]))));

        Assert.Equal(isAllowed, !(await response.TextAsync()).Contains("Unknown tool", StringComparison.Ordinal));
    }
}
