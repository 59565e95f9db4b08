using System.Globalization;
using System.Text;
using McpAspire.Identity.Totp;

namespace McpAspire.Identity.Tests.Totp;

/// <summary>The vectors of RFC 6238, appendix B, with secrets as long as the hash is, as its code has them.</summary>
public sealed class TotpCodeTests
{
    private const string Seed = "1234567890123456789012345678901234567890123456789012345678901234";

    [Theory]
    [InlineData(59, 1, "94287082", "46119246", "90693936")]
    [InlineData(1111111109, 37037036, "07081804", "68084774", "25091201")]
    [InlineData(1111111111, 37037037, "14050471", "67062674", "99943326")]
    [InlineData(1234567890, 41152263, "89005924", "91819424", "93441116")]
    [InlineData(2000000000, 66666666, "69279037", "90698825", "38618901")]
    [InlineData(20000000000, 666666666, "65353130", "77737706", "47863826")]
    public void StepOf_vector_is_the_step_of_its_time(long time, long step, string sha1, string sha256, string sha512)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(time);

        Assert.Equal(step, StepOf(new(TotpAlgorithm.Sha1, 8, 30), sha1, now));
        Assert.Equal(step, StepOf(new(TotpAlgorithm.Sha256, 8, 30), sha256, now));
        Assert.Equal(step, StepOf(new(TotpAlgorithm.Sha512, 8, 30), sha512, now));
        Assert.Equal(step, StepOf(TotpParameters.Usual, sha1[2..], now));
    }

    [Fact]
    public void StepOf_code_of_another_time_hash_or_length_is_none()
    {
        var now = DateTimeOffset.Parse("2005-03-18T01:58:29Z", CultureInfo.InvariantCulture);

        Assert.Null(StepOf(TotpParameters.Usual, "081804", now.AddMinutes(2)));
        Assert.Null(StepOf(TotpParameters.Usual with { Algorithm = TotpAlgorithm.Sha256 }, "081804", now));
        Assert.Null(StepOf(TotpParameters.Usual, "07081804", now));
        Assert.Null(StepOf(TotpParameters.Usual with { PeriodSeconds = 60 }, "081804", now));
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(0, 1, false)]
    [InlineData(1, 1, true)]
    [InlineData(1, 2, false)]
    [InlineData(2, -2, true)]
    [InlineData(2, 3, false)]
    public void StepOf_reaches_as_far_as_the_skew(int skew, int stepsLater, bool isAccepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1111111109).AddSeconds(30 * stepsLater);

        var step = TotpCode.StepOf(Encoding.ASCII.GetBytes(Seed[..20]), TotpParameters.Usual, "081804", now, skew);

        Assert.Equal(isAccepted, step is not null);
    }

    private static long? StepOf(TotpParameters parameters, string code, DateTimeOffset now) => TotpCode.StepOf(
        Encoding.ASCII.GetBytes(Seed[..parameters.SecretBytes]), parameters, code, now, skew: 1);
}
