namespace McpAspire.Bench.Tests;

public sealed class ProxySettingsTests
{
    [Fact]
    public void Parse_Nothing_MeasuresEverythingInFiveRounds()
    {
        var settings = ProxySettings.Parse([])!;

        Assert.Equal(5, settings.Rounds);
        Assert.True(settings.Wants(settings.Rows, "nginx"));
    }

    [Fact]
    public void Parse_Quick_KeepsTheRoundsAndShortensTheCells()
    {
        var settings = ProxySettings.Parse(["--quick"])!;

        Assert.Equal(5, settings.Rounds);
        Assert.True(settings.Cell < ProxySettings.Parse([])!.Cell);
        Assert.True(settings.WarmUp >= TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Parse_ChosenRows_WantsNoOthers()
    {
        var settings = ProxySettings.Parse(["--rows", "direct,bare YARP", "--rounds", "7"])!;

        Assert.Equal(7, settings.Rounds);
        Assert.True(settings.Wants(settings.Rows, "bare YARP"));
        Assert.False(settings.Wants(settings.Rows, "nginx"));
    }

    [Theory]
    [InlineData("--rounds")]
    [InlineData("--rounds", "0")]
    [InlineData("--rounds", "1000000")]
    [InlineData("--seconds", "3600")]
    [InlineData("--seconds", "soon")]
    [InlineData("--loudly")]
    public void Parse_Nonsense_IsNotUnderstood(params string[] arguments) =>
        Assert.Null(ProxySettings.Parse(arguments));
}
