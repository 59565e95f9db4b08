namespace McpAspire.AppHost.Tests.Topology;

/// <summary>
/// What every resource is started with, the same on both Aspires. Set MCPASPIRE_UPDATE_SNAPSHOTS=1 to write what is,
/// and read the difference before it is committed.
/// </summary>
public sealed class EnvironmentTests
{
    [Theory]
    [InlineData("run")]
    [InlineData("run-with-public-origin", "--Parameters:public-origin=https://mcp.example.ts.net")]
    [InlineData("run-with-reset", "--reset-administrator")]
    public async Task Environment_OfEveryResource_IsTheCheckedInOne(string name, params string[] args)
    {
        var file = Path.Combine(Sources.Directory, "Topology", "Snapshots", $"{name}.txt");

        var actual = await EnvironmentSnapshot.TakeAsync(args, TestContext.Current.CancellationToken);

        if (Environment.GetEnvironmentVariable("MCPASPIRE_UPDATE_SNAPSHOTS") == "1")
            await File.WriteAllTextAsync(file, actual, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), actual);
    }

    [Fact]
    public async Task AppHost_IsATableOfContents()
    {
        var file = Path.Combine(Sources.Directory, "..", "..", "AppHost", "AppHost.cs");

        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);

        Assert.InRange(lines.Length, 1, 100);
    }
}
