using System.Text.Json.Nodes;
using McpAspire.Gateway.Audit.Verification;
using McpAspire.Gateway.Tests.Audit.Hosting;

namespace McpAspire.Gateway.Tests.Audit.Verification;

public sealed class TrailReaderTests
{
    [Fact]
    public async Task Rows_ComeInTheirOrder_FromAllSegments()
    {
        using var bed = new TrailBed();
        await bed.WriteAsync(2);
        bed.Time.Advance(TimeSpan.FromDays(2));
        await bed.WriteAsync(2);
        File.AppendAllText(bed.Segment(2), "{\"seq\":13,\"ki");

        var sequence = TrailReader.Read(bed.Folder).Select(row => (int)JsonNode.Parse(row.Span)!["seq"]!);

        Assert.Equal(Enumerable.Range(1, 11), sequence);
    }
}
