using McpAspire.Identity.OAuth.Exchange;

namespace McpAspire.Identity.Tests.OAuth.Exchange;

public sealed class ActorChainTests
{
    [Fact]
    public void The_last_who_acts_stands_in_front()
    {
        var chain = ActorChain.Extend(ActorChain.Extend(null, "first"), "second");

        Assert.Equal("""{"sub":"second","act":{"sub":"first"}}""", chain);
    }

    [Fact]
    public void A_token_is_passed_on_four_times_at_most()
    {
        string? chain = null;
        for (var number = 1; number <= 4; number++)
            Assert.NotNull(chain = ActorChain.Extend(chain, $"server-{number}"));

        Assert.Null(ActorChain.Extend(chain, "server-5"));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"desk\"")]
    public void What_is_no_chain_is_not_extended(string chain) => Assert.Null(ActorChain.Extend(chain, "server"));
}
