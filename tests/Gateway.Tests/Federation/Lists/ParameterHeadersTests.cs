using System.Text;
using McpAspire.Gateway.Federation.Lists;

namespace McpAspire.Gateway.Tests.Federation.Lists;

public sealed class ParameterHeadersTests
{
    [Theory]
    [InlineData("""{"properties":{"a":{"type":"string","x-mcp-header":"Region"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"integer","x-mcp-header":"A"},"b":{"type":"boolean","x-mcp-header":"B"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"object","properties":{"b":{"type":"string","x-mcp-header":"B"}}}}}""")]
    [InlineData("""{"properties":{"x-mcp-header":{"type":"number"}}}""")]
    [InlineData("""{"properties":{"a":{"enum":[{"x-mcp-header":"A"}],"default":{"x-mcp-header":7}}}}""")]
    [InlineData("""{"$defs":{"x-mcp-header":{"type":"string"}},"type":"object"}""")]
    public void AreValid_IsTrue_ForAPlaceThatOneArgumentHas(string schema) => Assert.True(AreValid(schema));

    [Theory]
    [InlineData("""{"x-mcp-header":"A","type":"string"}""")]
    [InlineData("""{"properties":{"a":{"type":"number","x-mcp-header":"A"}}}""")]
    [InlineData("""{"properties":{"a":{"x-mcp-header":"A"}}}""")]
    [InlineData("""{"properties":{"a":{"type":["string"],"x-mcp-header":"A"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"object","x-mcp-header":"A"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"string","x-mcp-header":""}}}""")]
    [InlineData("""{"properties":{"a":{"type":"string","x-mcp-header":7}}}""")]
    [InlineData("""{"properties":{"a":{"type":"string","x-mcp-header":"A\r\nB: c"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"string","x-mcp-header":"A B"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"string","x-mcp-header":"A"},"b":{"type":"string","x-mcp-header":"a"}}}""")]
    [InlineData("""{"properties":{"a":{"items":{"type":"string","x-mcp-header":"A"}}}}""")]
    [InlineData("""{"anyOf":[{"properties":{"a":{"type":"string","x-mcp-header":"A"}}}]}""")]
    [InlineData("""{"$defs":{"d":{"type":"string","x-mcp-header":"A"}},"properties":{"a":{"$ref":"#/$defs/d"}}}""")]
    [InlineData("""{"properties":{"a":{"type":"number","x-mcp-\u0068eader":"A"}}}""")]
    public void AreValid_IsFalse_ForAnyOther(string schema) => Assert.False(AreValid(schema));

    private static bool AreValid(string schema) =>
        ParameterHeaders.AreValid(Encoding.UTF8.GetBytes($$"""{"name":"t","inputSchema":{{schema}}}"""));
}
