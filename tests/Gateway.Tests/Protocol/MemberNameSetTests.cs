using System.Text;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Tests.Protocol;

public sealed class MemberNameSetTests
{
    private static readonly MemberNameSet Names = new("params", "taskId", "_meta", "uri");

    [Theory]
    [InlineData("Params")]
    [InlineData("PARAMS")]
    [InlineData("taskid")]
    [InlineData("TASKID")]
    [InlineData("_META")]
    [InlineData("paramſ")]
    [InlineData("tasKId")]
    [InlineData("urı")]
    [InlineData("urİ")]
    public void IsCaseVariant_OfAKnownName_IsTrue(string name) =>
        Assert.True(Names.IsCaseVariant(Encoding.UTF8.GetBytes(name)));

    [Theory]
    [InlineData("params")]
    [InlineData("taskId")]
    [InlineData("_meta")]
    [InlineData("param")]
    [InlineData("paramss")]
    [InlineData("pärams")]
    [InlineData("")]
    [InlineData("meta")]
    public void IsCaseVariant_OfTheNameItselfOrAnother_IsFalse(string name) =>
        Assert.False(Names.IsCaseVariant(Encoding.UTF8.GetBytes(name)));
}
