using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace McpAspire.AppHost.Tests.Topology;

public sealed class SettingsTests
{
    [Fact]
    public async Task Start_WithSeveralWrongSettings_NamesAllOfThemAtOnce()
    {
        var error = await Assert.ThrowsAnyAsync<DistributedApplicationException>(() => CreateAsync(
            "--Ports:Gateway=many",
            "--Ports:Identity=70000",
            "--Parameters:public-origin=https://mcp.example/path",
            "--reset-administrator=perhaps",
            $"--Data:Directory={Path.Combine(Sources.Directory, "Sources.cs")}"));

        Assert.Contains("Ports:Gateway is 'many'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Ports:Identity is '70000'", error.Message, StringComparison.Ordinal);
        Assert.Contains("public-origin is 'https://mcp.example/path'", error.Message, StringComparison.Ordinal);
        Assert.Contains("reset-administrator is 'perhaps'", error.Message, StringComparison.Ordinal);
        Assert.Contains("Data:Directory", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Parameters:public-origin=http://mcp.example", "use https")]
    [InlineData("--Parameters:public-origin=https://mcp.example/", "without path or slash")]
    [InlineData("--Parameters:public-origin=mcp.example", "without path or slash")]
    [InlineData("--Parameters:public-origin=ftp://mcp.example", "without path or slash")]
    [InlineData("--Ports:Gateway=9091", "different ports")]
    [InlineData("--Ports:Gateway=0", "1 to 65535")]
    public async Task Start_WithAWrongSetting_SaysWhatToGiveInstead(string argument, string remedy)
    {
        var error = await Assert.ThrowsAnyAsync<DistributedApplicationException>(() => CreateAsync(argument));

        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--Parameters:public-origin=https://mcp.example.ts.net")]
    [InlineData("--Parameters:public-origin=http://localhost:8080")]
    [InlineData("--Parameters:public-origin=http://127.0.0.1:8080")]
    [InlineData("--Parameters:public_origin=https://mcp.example.ts.net")]
    public async Task Start_WithAUsablePublicOrigin_IsAccepted(string argument)
    {
        await using var builder = await CreateAsync(argument);

        Assert.Contains(builder.Resources, resource => resource.Name == "gateway");
    }

    private static Task<IDistributedApplicationTestingBuilder> CreateAsync(params string[] args) =>
        DistributedApplicationTestingBuilder.CreateAsync<Projects.AppHost>(args, TestContext.Current.CancellationToken);
}
