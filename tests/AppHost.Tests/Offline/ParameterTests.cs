using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace McpAspire.AppHost.Tests.Offline;

public sealed class ParameterTests
{
    [Fact]
    public void GeneratedValue_HasTheLengthAndTheKindsThatWereAsked()
    {
        var generate = new GenerateParameterDefault
        {
            MinLength = 24, Special = false, MinLower = 1, MinUpper = 1, MinNumeric = 1,
        };

        var values = Enumerable.Range(0, 100).Select(_ => generate.GetDefaultValue()).ToArray();

        Assert.Equal(100, values.Distinct().Count());
        Assert.All(values, value =>
        {
            Assert.Equal(24, value.Length);
            Assert.Contains(value, char.IsAsciiLetterLower);
            Assert.Contains(value, char.IsAsciiLetterUpper);
            Assert.Contains(value, char.IsAsciiDigit);
            Assert.All(value, sign => Assert.True(char.IsAsciiLetterOrDigit(sign)));
        });
    }

    [Fact]
    public async Task GeneratedValue_AskedTwice_IsTheSame()
    {
        var parameter = DistributedApplication.CreateBuilder()
            .AddParameter("secret", new GenerateParameterDefault(), secret: true).Resource;

        Assert.Equal(await ReadAsync(parameter), await ReadAsync(parameter));
    }

    [Theory]
    [InlineData("--Parameters:gateway-key=given")]
    [InlineData("--Parameters:gateway_key=given")]
    public async Task Value_ThatIsConfigured_WinsOverTheGeneratedOne(string argument)
    {
        var parameter = DistributedApplication.CreateBuilder([argument])
            .AddParameter("gateway-key", new GenerateParameterDefault(), secret: true).Resource;

        Assert.Equal("given", await ReadAsync(parameter));
    }

    private static ValueTask<string?> ReadAsync(ParameterResource parameter) =>
        parameter.GetValueAsync(TestContext.Current.CancellationToken);
}
