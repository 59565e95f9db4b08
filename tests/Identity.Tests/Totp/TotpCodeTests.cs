using System.Globalization;
using System.Text;
using McpAspire.Identity.Totp;

namespace McpAspire.Identity.Tests.Totp;

/// <summary>The vectors of RFC 6238, appendix B, of which six of the eight digits are asked for here.</summary>
public sealed class TotpCodeTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData("1970-01-01T00:00:59Z", "287082", 1)]
    [InlineData("2005-03-18T01:58:29Z", "081804", 37037036)]
    [InlineData("2005-03-18T01:58:31Z", "050471", 37037037)]
    [InlineData("2009-02-13T23:31:30Z", "005924", 41152263)]
    [InlineData("2033-05-18T03:33:20Z", "279037", 66666666)]
    [InlineData("2603-10-11T11:33:20Z", "353130", 666666666)]
    public void StepOf_vector_is_the_step_of_its_time(string time, string code, long step)
    {
        var now = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

        Assert.Equal(step, TotpCode.StepOf(Secret, code, now));
    }

    [Fact]
    public void StepOf_code_of_another_time_is_none()
    {
        var now = DateTimeOffset.Parse("2005-03-18T02:00:00Z", CultureInfo.InvariantCulture);

        Assert.Null(TotpCode.StepOf(Secret, "081804", now));
    }
}
