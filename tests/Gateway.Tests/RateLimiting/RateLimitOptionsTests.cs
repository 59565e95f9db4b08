using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Gateway.Tests.RateLimiting;

public sealed class RateLimitOptionsTests
{
    [Fact]
    public void EverySetting_IsRead()
    {
        var limits = Bind(new()
        {
            ["Mcp:Limits:Tool:Requests"] = "10",
            ["Mcp:Limits:Tool:Window"] = "00:00:10",
            ["Mcp:Limits:Tool:Burst"] = "5",
            ["Mcp:Limits:Tool:Concurrency"] = "3",
            ["Mcp:Limits:Tool:BytesOut"] = "5000000000",
            ["Mcp:Limits:Tool:PerSubject"] = "true",
            ["Mcp:Limits:LocalShare"] = "0.5",
            ["Mcp:Limits:LeaseTime"] = "00:00:30",
        }).Limits;

        Assert.Empty(limits.Problems());
        Assert.Equal(
            (10, TimeSpan.FromSeconds(10), 5, 3, 5_000_000_000, true),
            (limits.Tool.Requests, limits.Tool.Window, limits.Tool.Burst, limits.Tool.Concurrency, limits.Tool.BytesOut,
                limits.Tool.PerSubject));
        Assert.Equal((0.5, TimeSpan.FromSeconds(30)), (limits.LocalShare, limits.LeaseTime));
        Assert.False(limits.Subject.IsSet);
    }

    [Fact]
    public void EverythingThatIsWrong_IsToldAtOnce()
    {
        var options = Bind(new()
        {
            ["Mcp:Limits:Subject:Requests"] = "many",
            ["Mcp:Limits:Client:Window"] = "00:00:00",
            ["Mcp:Limits:Tool:Burst"] = "7",
            ["Mcp:Limits:Address:PerSubject"] = "true",
            ["Mcp:Limits:Server:Concurrency"] = "-1",
            ["Mcp:Limits:LocalShare"] = "2",
            ["Mcp:Limits:LeaseTime"] = "00:00:01",
        });

        var told = new McpOptionsValidator(new Microsoft.Extensions.Configuration.ConfigurationManager()).Validate(null, options).Failures!
            .Where(failure => failure.StartsWith("Mcp:Limits:", StringComparison.Ordinal))
            .Select(failure => failure.Split(": ")[0])
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Mcp:Limits:Address:PerSubject", "Mcp:Limits:Client:Window", "Mcp:Limits:LeaseTime",
                "Mcp:Limits:LocalShare", "Mcp:Limits:Server:Concurrency", "Mcp:Limits:Subject:Requests",
                "Mcp:Limits:Tool:Requests",
            ],
            told);
    }

    private static McpOptions Bind(Dictionary<string, string?> settings)
    {
        var options = new McpOptions();
        new McpOptionsBinding(new ConfigurationBuilder().AddInMemoryCollection(settings).Build()).Configure(options);
        return options;
    }
}
