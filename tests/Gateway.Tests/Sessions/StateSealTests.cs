using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Sessions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace McpAspire.Gateway.Tests.Sessions;

public sealed class StateSealTests
{
    private static readonly byte[] Text = "what the client keeps"u8.ToArray();

    private readonly StateSeal _seal = Seal(new McpOptions());

    [Fact]
    public void What_was_sealed_opens_for_the_same_purpose_and_context()
    {
        var sealedText = _seal.Seal("state", Text, "alice"u8);

        Assert.Equal(Text, _seal.Open("state", sealedText, "alice"u8));
        Assert.DoesNotContain("keeps", Encoding.Latin1.GetString(Convert.FromBase64String(Padded(sealedText))));
        Assert.NotEqual(sealedText, _seal.Seal("state", Text, "alice"u8));
    }

    [Fact]
    public void For_another_purpose_or_context_it_stays_closed()
    {
        var sealedText = _seal.Seal("state", Text, "alice"u8);

        Assert.Null(_seal.Open("cursor", sealedText, "alice"u8));
        Assert.Null(_seal.Open("state", sealedText, "bob"u8));
        Assert.Null(_seal.Open("state", sealedText, default));
    }

    [Fact]
    public void Every_changed_character_closes_it()
    {
        var sealedText = _seal.Seal("state", Text, "alice"u8);

        for (var i = 0; i < sealedText.Length - 1; i++)
        {
            var other = sealedText[i] == 'A' ? 'B' : 'A';
            Assert.Null(_seal.Open("state", sealedText[..i] + other + sealedText[(i + 1)..], "alice"u8));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("A")]
    [InlineData("not base64url!")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Anything_else_is_nothing(string text) => Assert.Null(_seal.Open("state", text, default));

    [Fact]
    public void Replicas_that_share_a_secret_open_each_others()
    {
        var shared = new McpOptions { Authorization = new TokenOptions { RevocationsKey = "the-key-of-the-gateways" } };
        var own = new McpOptions { StateKey = Convert.ToBase64String(new byte[32]) };

        Assert.Equal(Text, Seal(shared).Open("state", Seal(shared).Seal("state", Text, default), default));
        Assert.Equal(Text, Seal(own).Open("state", Seal(own).Seal("state", Text, default), default));
        Assert.Null(Seal(own).Open("state", Seal(shared).Seal("state", Text, default), default));
        Assert.Null(_seal.Open("state", Seal(new McpOptions()).Seal("state", Text, default), default));
    }

    private static StateSeal Seal(McpOptions options) =>
        new(Options.Create(options), NullLogger<StateSeal>.Instance);

    private static string Padded(string text) =>
        text.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (text.Length % 4)) % 4);
}
