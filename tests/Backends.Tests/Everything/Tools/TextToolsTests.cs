using McpAspire.Backends.Tests.Everything.Hosting;

namespace McpAspire.Backends.Tests.Everything.Tools;

public sealed class TextToolsTests(EverythingServerFixture server)
{
    [Theory, ClassData(typeof(BothEras))]
    public async Task Echo_AnyText_AnswersIt(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        Assert.Equal("Grüße, 世界 🙂\n", await client.TextAsync("echo", ("message", "Grüße, 世界 🙂\n")));
    }

    [Theory, ClassData(typeof(BothEras))]
    public async Task Add_TwoNumbers_AnswersTheirSum(Era era)
    {
        await using var client = await server.ConnectAsync(era);

        Assert.Equal("39.5", await client.TextAsync("add", ("a", 42), ("b", -2.5)));
    }

    [Fact]
    public async Task Add_MissingArgument_IsAnError()
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        Assert.NotEmpty(await client.ErrorAsync("add", ("a", 1)));
    }
}
