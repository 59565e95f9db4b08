using System.Diagnostics;
using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Configuration;

public sealed class ConfigurationExtensionsTests
{
    [Fact]
    public async Task A_wrong_configuration_stops_the_process_and_names_every_setting()
    {
        var (exitCode, output) = await RunGatewayAsync(new()
        {
            ["Mcp__PublicOrigin"] = "http://public.example",
            ["Mcp__MaxBodyBytes"] = "much",
            ["Mcp__Servers__everything__Url"] = "mcp",
        });

        Assert.Equal(1, exitCode);
        Assert.Contains("Mcp:PublicOrigin: 'http://public.example' is not protected by TLS", output);
        Assert.Contains("Mcp:MaxBodyBytes: 'much' is unreadable", output);
        Assert.Contains("Mcp:Servers:everything:Url: 'mcp' is not an absolute", output);
        Assert.Contains("Mcp:Authorization:Issuer: is missing", output);
        Assert.Contains("Mcp:Authorization:JwksAddress: is missing", output);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task A_port_in_use_stops_the_process_and_is_named()
    {
        await using var occupant = await LoopbackHost.StartAsync(_ => Task.CompletedTask);

        var (exitCode, output) = await RunGatewayAsync(new()
        {
            ["ASPNETCORE_URLS"] = occupant.Address.AbsoluteUri,
            ["Mcp__PublicOrigin"] = "http://localhost:8080",
            ["Mcp__Authorization__Issuer"] = "http://localhost:9091",
            ["Mcp__Authorization__JwksAddress"] = "http://127.0.0.1:9/jwks",
            ["Mcp__Servers__everything__Url"] = "http://127.0.0.1:9/mcp",
        });

        Assert.Equal(1, exitCode);
        Assert.Contains($"127.0.0.1:{occupant.Address.Port}: address already in use", output);
    }

    [Theory]
    [InlineData("127.0.0.1", "198.51.100.7")]
    [InlineData("127.0.0.0/8", "198.51.100.7")]
    [InlineData("10.0.0.1", "127.0.0.1")]
    [InlineData(null, "127.0.0.1")]
    public async Task The_forwarded_address_is_believed_from_known_proxies_only(string? proxy, string expected)
    {
        await using var gateway = await GatewayHost.StartAsync(
            proxy is null ? [] : new() { ["Mcp:KnownProxies:0"] = proxy });
        using var client = gateway.CreateClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("X-Forwarded-For", "198.51.100.7")));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains(gateway.Log.Lines, line => line.Contains($"from {expected}", StringComparison.Ordinal)
            || line.Contains($"from ::ffff:{expected}", StringComparison.Ordinal));
    }

    private static async Task<(int ExitCode, string Output)> RunGatewayAsync(Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(Program).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        try
        {
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).Within(TimeSpan.FromSeconds(60));
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        return (process.ExitCode, await output + await error);
    }
}
