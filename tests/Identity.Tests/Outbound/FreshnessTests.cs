using System.Globalization;
using McpAspire.Identity.Outbound;

namespace McpAspire.Identity.Tests.Outbound;

/// <summary>The headers of RFC 9111 that decide how long an answer counts.</summary>
public sealed class FreshnessTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("max-age=60", null, 60)]
    [InlineData("public, max-age=3600, must-revalidate", null, 3600)]
    [InlineData("max-age=60, s-maxage=120", null, 120)]
    [InlineData("max-age=60", "20", 40)]
    [InlineData("max-age=60", "90", 0)]
    [InlineData("max-age=0", null, 0)]
    [InlineData("no-store, max-age=60", null, 0)]
    [InlineData("no-cache", null, 0)]
    [InlineData("private, max-age=60", null, 0)]
    [InlineData("immutable", null, null)]
    [InlineData(null, null, null)]
    public void Cache_control_decides(string? control, string? age, int? seconds)
    {
        using var response = Response();
        Add(response, "Cache-Control", control);
        Add(response, "Age", age);

        Assert.Equal(seconds, Freshness.Of(response, Now)?.TotalSeconds);
    }

    [Theory]
    [InlineData(90, 90)]
    [InlineData(-90, 0)]
    public void Expires_counts_from_the_date_of_the_answer(int after, int seconds)
    {
        using var response = Response();
        Add(response, "Date", Now.AddDays(-3).ToString("R", CultureInfo.InvariantCulture));
        response.Content.Headers.TryAddWithoutValidation(
            "Expires", Now.AddDays(-3).AddSeconds(after).ToString("R", CultureInfo.InvariantCulture));

        Assert.Equal(seconds, Freshness.Of(response, Now)?.TotalSeconds);
    }

    [Fact]
    public void Expires_that_is_no_date_is_over()
    {
        using var response = Response();
        response.Content.Headers.TryAddWithoutValidation("Expires", "0");

        Assert.Equal(TimeSpan.Zero, Freshness.Of(response, Now));
    }

    private static HttpResponseMessage Response() => new() { Content = new ByteArrayContent([]) };

    private static void Add(HttpResponseMessage response, string name, string? value)
    {
        if (value is not null)
            Assert.True(response.Headers.TryAddWithoutValidation(name, value));
    }
}
