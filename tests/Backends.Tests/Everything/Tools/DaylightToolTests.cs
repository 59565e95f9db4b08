using McpAspire.Backends.Tests.Everything.Hosting;

namespace McpAspire.Backends.Tests.Everything.Tools;

public sealed class DaylightToolTests(EverythingServerFixture server)
{
    [Theory, ClassData(typeof(BothEras))]
    public async Task Daylight_InSpring_AnswersStructuredContentOfItsSchema(Era era)
    {
        await using var client = await server.ConnectAsync(era);
        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        var result = await client.CallAsync("daylight", ("latitude", 52.5), ("date", "2026-03-20"));

        var schema = tools.Single(tool => tool.Name == "daylight").ReturnJsonSchema!.Value;
        Assert.Equal("object", schema.GetProperty("type").GetString());
        var content = result.StructuredContent!.Value;
        Assert.All(content.EnumerateObject(), member => schema.GetProperty("properties").GetProperty(member.Name));
        Assert.Equal(12, content.GetProperty("hours").GetDouble(), tolerance: 0.3);
        Assert.StartsWith("06:0", content.GetProperty("sunrise").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(80, "2026-06-21", 24)]
    [InlineData(80, "2026-12-21", 0)]
    [InlineData(-80, "2026-12-21", 24)]
    public async Task Daylight_BeyondThePolarCircle_HasNoSunrise(double latitude, string date, double hours)
    {
        await using var client = await server.ConnectAsync(Era.Modern);

        var result = await client.CallAsync("daylight", ("latitude", latitude), ("date", date));
        var content = result.StructuredContent!.Value;

        Assert.Equal(hours, content.GetProperty("hours").GetDouble());
        Assert.True(!content.TryGetProperty("sunrise", out var sunrise) || sunrise.GetString() is null);
    }

    [Fact]
    public async Task Daylight_NoSuchLatitude_SaysWhatIsAllowed()
    {
        await using var client = await server.ConnectAsync(Era.Legacy);

        var error = await client.ErrorAsync("daylight", ("latitude", 91), ("date", "2026-03-20"));

        Assert.Contains("-90 and 90", error, StringComparison.Ordinal);
    }
}
