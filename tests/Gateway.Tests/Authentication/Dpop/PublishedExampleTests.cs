using McpAspire.ServiceDefaults.Dpop;

namespace McpAspire.Gateway.Tests.Authentication.Dpop;

/// <summary>The proof of RFC 9449, section 4.1, and the thumbprint of its key in section 6.1.</summary>
public sealed class PublishedExampleTests
{
    private const string Proof =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMzR0VjNoUklDUkRZOXpDa0Rs"
        + "cEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAt"
        + "MjU2In19.eyJqdGkiOiItQndDM0VTYzZhY2MybFRjIiwiaHRtIjoiUE9TVCIsImh0dSI6Imh0dHBzOi8vc2VydmVyLmV4YW1wbGUuY29t"
        + "L3Rva2VuIiwiaWF0IjoxNTYyMjYyNjE2fQ.2-GxA6T8lP4vfrg8v-FdWP0A0zdrj8igiMLvqRMUvwnQg4PtFLbdLXiOSsX0x7NVY-FNyJ"
        + "K70nfbV37xRZT3Lg";

    [Fact]
    public void It_holds_and_has_the_published_thumbprint()
    {
        var verdict = DpopProofValidator.Validate(
            [Proof],
            new DpopExpectation(
                "POST",
                "https://server.example.com/token",
                null,
                DateTimeOffset.FromUnixTimeSeconds(1562262616),
                TimeSpan.FromMinutes(1)));

        Assert.True(verdict.IsValid, verdict.Flaw);
        Assert.Equal("0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I", verdict.Proof.Thumbprint);
    }
}
