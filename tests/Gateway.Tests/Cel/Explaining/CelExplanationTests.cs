using McpAspire.Gateway.Cel.Explaining;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel.Explaining;

public sealed class CelExplanationTests
{
    [Theory]
    [InlineData("x > 1 && x > 2 && x > 3", "x > 3 = false")]
    [InlineData("x > 5 || (x > 1 && x < 2)", "x > 5 || (x > 1 && x < 2) = false")]
    [InlineData("x > 5 || x == 3", "x == 3 = true")]
    [InlineData("!(x > 1 && x < 3)", "x < 3 = false")]
    [InlineData("x > 1 ? x > 7 : x > 8", "x > 7 = false")]
    [InlineData("x > 1 && (x / 0 > 1 || x < 0)", "x / 0 = error: divide by zero")]
    [InlineData("cel.bind(y, x + 1, y == 5)", "y == 5 = false")]
    public void Decider_Expression_IsWhatMadeTheValue(string source, string expected) =>
        Assert.Equal(expected, Explain(source).Decider().ToString());

    [Fact]
    public void Flatten_Expression_TellsTheValueOfEachPartThatWasNeeded()
    {
        var lines = Explain("x > 1 && x == 4 && x > 100").Flatten().Select(part => part.ToString());

        Assert.Equal(
            ["x > 1 && x == 4 && x > 100 = false", "x > 1 = true", "x = 3", "x == 4 = false", "x = 3"], lines);
    }

    [Fact]
    public void Explain_Macro_TellsTheRoundThatDecided()
    {
        var explanation = Explain("[1, 2, 3, 4].all(y, y < x)");

        Assert.Equal(CelValue.False, explanation.Value);
        Assert.Contains("y < x = false", explanation.Flatten().Select(part => part.ToString()));
        Assert.Contains("y = 3", explanation.Flatten().Select(part => part.ToString()));
    }

    [Fact]
    public void Explain_LongValue_IsCut()
    {
        var explanation =
            Rules.Compile("x", new([new("x")])).Explain(new BoundValues(CelValue.Of(new string('a', 5_000))));

        Assert.InRange(explanation.ToString().Length, 100, 300);
    }

    private static CelExplanation Explain(string source) =>
        Rules.Compile(source, new([new("x")])).Explain(new BoundValues(CelValue.Of(3L)));
}
