using McpAspire.Everything.Conformance;

namespace McpAspire.Backends.Tests.Everything.Conformance;

public sealed class SignedStateTests
{
    [Fact]
    public void Open_OwnState_AnswersIt() => Assert.Equal("round-1", SignedState.Open(SignedState.Sign("round-1")));

    [Theory]
    [InlineData("")]
    [InlineData("round-1")]
    [InlineData("round-1.")]
    [InlineData("round-1.AAAA")]
    public void Open_NoValidSignature_AnswersNull(string state) => Assert.Null(SignedState.Open(state));

    [Fact]
    public void Open_SignatureOfAnotherState_AnswersNull()
    {
        var tampered = SignedState.Sign("round-1").Replace("round-1", "round-2", StringComparison.Ordinal);

        Assert.Null(SignedState.Open(tampered));
    }
}
