using System.Globalization;
using McpAspire.Backends.Tests.Everything.Hosting;
using ModelContextProtocol;

namespace McpAspire.Backends.Tests.Everything.Tools;

public sealed class DiceToolsTests(EverythingServerFixture server)
{
    [Theory, ClassData(typeof(BothEras))]
    public async Task RollDice_OnTheTable_IsListedAndAnswersANumberOfTheDie(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        await client.TextAsync("set_dice", ("onTable", true));
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        var rolled = await client.TextAsync("roll_dice", ("sides", 20));

        Assert.Contains(tools, tool => tool.Name == "roll_dice");
        Assert.InRange(int.Parse(rolled, CultureInfo.InvariantCulture), 1, 20);
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task RollDice_PutAway_IsAnUnknownTool(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        await client.TextAsync("set_dice", ("onTable", true));
        await client.TextAsync("set_dice", ("onTable", false));
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.DoesNotContain(tools, tool => tool.Name == "roll_dice");
        var error = await Assert.ThrowsAsync<McpProtocolException>(() => client.CallAsync("roll_dice", ("sides", 6)));
        Assert.Equal(McpErrorCode.InvalidParams, error.ErrorCode);
    }
}
