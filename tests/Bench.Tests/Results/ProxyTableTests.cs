using System.Text.Json;
using McpAspire.Bench.Results;
using McpAspire.Bench.Rows;

namespace McpAspire.Bench.Tests.Results;

public sealed class ProxyTableTests
{
    private static readonly string[] Members =
        ["workload", "row", "rps", "p50_ms", "p99_ms", "cpu_s", "rss_mb", "rounds", "ratio_to_yarp"];

    [Fact]
    public void Results_AsJson_HaveTheMembersThatOthersRead()
    {
        var table = new ProxyTable();
        table.Add("call", Row.BareYarp, new CellResult(1, 200, 1, 2, 0.5, 100, 400, 0));
        table.Add("call", "ours", new CellResult(1, 100, 3, 4.00009, 0.7, 150, 200, 0));

        using var json = JsonDocument.Parse(ResultsFile.ToJson(table.Results(["call"], [Row.BareYarp, "ours"])));

        var ours = json.RootElement[1];
        Assert.Equal(Members, ours.EnumerateObject().Select(member => member.Name));
        Assert.Equal("ours", ours.GetProperty("row").GetString());
        Assert.Equal(0.5, ours.GetProperty("ratio_to_yarp").GetDouble());
        Assert.Equal(4, ours.GetProperty("p99_ms").GetDouble());
    }

    [Fact]
    public void Results_WithoutTheAnchor_HaveNoRatio()
    {
        var table = new ProxyTable();
        table.Add("call", "ours", new CellResult(1, 100, 3, 4, 0.7, 150, 200, 0));

        Assert.Null(Assert.Single(table.Results(["call"], [Row.BareYarp, "ours"])).RatioToYarp);
    }
}
