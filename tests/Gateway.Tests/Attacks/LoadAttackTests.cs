using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>Case 69 of the attack list: bodies without end, and peers that take their time.</summary>
public sealed class LoadAttackTests
{
    private const int Limit = 20_000;

    [Theory]
    [InlineData("Content-Length: 10000000000\r\n\r\n")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n")]
    public async Task Case_69_a_body_that_is_too_long_is_refused_before_it_ends(string framing)
    {
        await using var gateway = await GatewayHost.StartAsync(new() { ["Mcp:MaxBodyBytes"] = $"{Limit}" });
        using var connection = await RawConnection.OpenAsync(gateway.Listener);

        await connection.SendAsync(Head(gateway) + framing);
        // One byte in each chunk, and never the last one.
        if (framing.StartsWith("Transfer", StringComparison.Ordinal))
            await connection.SendAsync(string.Concat(Enumerable.Repeat("1\r\nx\r\n", Limit + 1)));

        Assert.StartsWith("HTTP/1.1 413 ", await connection.ReadUntilAsync("}}").Within());
        Assert.Empty(gateway.Backend.Received);
    }

    [Fact]
    public async Task Case_69_the_listener_waits_for_nobody_for_long()
    {
        await using var gateway = await GatewayHost.StartAsync();

        var limits = gateway.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.InRange(limits.RequestHeadersTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        Assert.NotNull(limits.MinRequestBodyDataRate);
        Assert.NotNull(limits.MinResponseDataRate);
    }

    [Theory]
    [InlineData(false, " 408 ")]
    [InlineData(true, " 408 ")]
    public async Task Case_69_whoever_sends_a_byte_now_and_then_is_cut_off(bool isBody, string status)
    {
        await using var gateway = await StartImpatientAsync();
        using var connection = await RawConnection.OpenAsync(gateway.Listener);
        var answer = connection.ReadToEndAsync();

        await connection.SendAsync(Head(gateway) + (isBody ? "Content-Length: 1000\r\n\r\n{" : "X-Slow: "));

        Assert.Contains(status, await answer.Within(), StringComparison.Ordinal);
        Assert.Empty(gateway.Backend.Received);
    }

    private static string Head(GatewayHost gateway) =>
        $"POST {Rpc.Path} HTTP/1.1\r\nHost: localhost:8080\r\n{gateway.Bearer}\r\nContent-Type: application/json\r\n";

    /// <summary>The same limits, with less patience than the real ones so that the test is short.</summary>
    private static Task<GatewayHost> StartImpatientAsync() => GatewayHost.StartAsync(configure: services =>
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(1);
            kestrel.Limits.MinRequestBodyDataRate = new(240, TimeSpan.FromSeconds(1.1));
        }));
}
