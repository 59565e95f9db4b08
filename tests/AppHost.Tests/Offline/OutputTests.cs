using McpAspire.OfflineAspire.Running;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class OutputTests
{
    private const string Coloured = "\e[32minfo\e[0m: started";

    [Fact]
    public void Line_WithoutColours_HasThePrefixAndNoEscapeSequences()
    {
        using var writer = new StringWriter();

        new TerminalOutput(writer, colours: false).Line("identity", Coloured);

        Assert.Equal($"identity    | info: started{Environment.NewLine}", writer.ToString());
    }

    [Fact]
    public void Line_WithColours_GivesEachResourceItsOwn()
    {
        using var writer = new StringWriter();
        var output = new TerminalOutput(writer, colours: true);

        output.Line("identity", "one");
        output.Line("gateway", "two");
        output.Line("identity", "three");

        var colours = writer.ToString().Split(Environment.NewLine).Take(3).Select(line => line[..line.IndexOf('m')]);
        Assert.Equal([true, false, true], colours.Select(colour => colour == colours.First()));
    }

    [Fact]
    public void Table_ShowsStatesAndNamedAddresses()
    {
        var table = ResourceTable.Format(
        [
            ("gateway", "Running", [new("MCP", "http://localhost:8080/mcp", false), new(null, "http://hidden", true)]),
            ("tailscale", "NotStarted (needs the real Aspire)", []),
        ]);

        Assert.Contains("MCP: http://localhost:8080/mcp", table, StringComparison.Ordinal);
        Assert.Contains("tailscale    NotStarted (needs the real Aspire)", table, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", table, StringComparison.Ordinal);
    }
}
