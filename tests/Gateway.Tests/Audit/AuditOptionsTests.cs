using McpAspire.Gateway.Audit;
using McpAspire.Gateway.Configuration;
using Microsoft.Extensions.Configuration;

namespace McpAspire.Gateway.Tests.Audit;

public sealed class AuditOptionsTests
{
    [Fact]
    public void EverySetting_IsRead()
    {
        var audit = Bind(new()
        {
            ["Mcp:Audit:Directory"] = "/data/audit/",
            ["Mcp:Audit:OnFailure"] = "allow",
            ["Mcp:Audit:SegmentBytes"] = "100000",
            ["Mcp:Audit:SegmentAge"] = "7.00:00:00",
            ["Mcp:Audit:KeepSegments"] = "7",
            ["Mcp:Audit:KeepFor"] = "365.00:00:00",
            ["Mcp:Audit:MaxPendingBytes"] = "200000",
            ["Mcp:Audit:Values:0"] = "notes/read/path",
        }).Audit;

        Assert.Empty(audit.Problems());
        Assert.Equal(
            new AuditOptions
            {
                Directory = "/data/audit/",
                OnFailure = AuditFailure.Allow,
                SegmentBytes = 100_000,
                SegmentAge = TimeSpan.FromDays(7),
                KeepSegments = 7,
                KeepFor = TimeSpan.FromDays(365),
                MaxPendingBytes = 200_000,
                Values = audit.Values,
            },
            audit);
        Assert.Equal(["notes/read/path"], audit.Values);
        Assert.Equal("/data/audit.key", audit.KeyPath);
    }

    [Fact]
    public void EverythingThatIsWrong_IsToldAtOnce()
    {
        var options = Bind(new()
        {
            ["Mcp:Audit:KeyFile"] = "/data/audit.key",
            ["Mcp:Audit:OnFailure"] = "Ignore",
            ["Mcp:Audit:SegmentBytes"] = "1",
            ["Mcp:Audit:SegmentAge"] = "00:00:01",
            ["Mcp:Audit:KeepSegments"] = "0",
            ["Mcp:Audit:KeepFor"] = "00:00:01",
            ["Mcp:Audit:MaxPendingBytes"] = "1",
            ["Mcp:Audit:Values:0"] = "everything",
        });

        var told = new McpOptionsValidator(new Microsoft.Extensions.Configuration.ConfigurationManager()).Validate(null, options).Failures!
            .Where(failure => failure.StartsWith("Mcp:Audit:", StringComparison.Ordinal))
            .Select(failure => failure.Split(": ")[0])
            .Order(StringComparer.Ordinal);

        Assert.Equal(
            [
                "Mcp:Audit:Directory", "Mcp:Audit:KeepFor", "Mcp:Audit:KeepSegments", "Mcp:Audit:MaxPendingBytes",
                "Mcp:Audit:OnFailure", "Mcp:Audit:SegmentAge", "Mcp:Audit:SegmentBytes", "Mcp:Audit:Values:0",
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
