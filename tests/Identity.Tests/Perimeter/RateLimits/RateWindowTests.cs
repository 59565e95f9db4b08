using McpAspire.Identity.Perimeter.RateLimits;

namespace McpAspire.Identity.Tests.Perimeter.RateLimits;

/// <summary>How windows are written.</summary>
public sealed class RateWindowTests
{
    [Fact]
    public void ParseAll_reads_each_window() => Assert.Equal(
        [new(30, TimeSpan.FromMinutes(1)), new(5, TimeSpan.FromSeconds(10)), new(100, TimeSpan.FromHours(1))],
        RateWindow.ParseAll("30/1m,5 / 10s, 100/1h"));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("30")]
    [InlineData("30/1")]
    [InlineData("30/m")]
    [InlineData("0/1m")]
    [InlineData("-1/1m")]
    [InlineData("30/0m")]
    [InlineData("30/25h")]
    [InlineData("30/1d")]
    [InlineData("30/1m,")]
    [InlineData("30/99999999999m")]
    public void ParseAll_refuses_what_is_none(string? text) => Assert.Null(RateWindow.ParseAll(text));

    [Fact]
    public void Defaults_are_those_of_the_documentation()
    {
        var options = new RateLimitOptions();

        Assert.Equal("30/1m, 40/2m, 50/10m, 100/1h", options.Token);
        Assert.True(new RateLimitOptionsValidator().Validate(null, options).Succeeded);
        Assert.Equal(
            ["Identity:RateLimits:Token is 'often'. Write calls and time, for example "
                + "30/1m, 50/10m; s, m and h are known, and a time is at most a day."],
            new RateLimitOptionsValidator().Validate(null, new RateLimitOptions { Token = "often" }).Failures);
    }
}
