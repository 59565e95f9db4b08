using System.Text;
using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel.Json;

public sealed class CelJsonTests
{
    private const string Document =
        """
        {"path":"/srv/a","deep":{"list":[1,2.5,"x",null,true,{"a":-1}]},
        "big":18446744073709551615,"int":9223372036854775807,"e":1e2,"":0}
        """;

    [Theory]
    [InlineData("x.path == '/srv/a'")]
    [InlineData("x.deep.list[0] == 1 && type(x.deep.list[0]) == int")]
    [InlineData("type(x.deep.list[1]) == double && x.deep.list[1] == 2.5")]
    [InlineData("x.deep.list[3] == null && x.deep.list[4]")]
    [InlineData("x.deep.list.exists(e, type(e) == map && e.a + 1 == 0)")]
    [InlineData("x.int == 9223372036854775807 && type(x.big) == double && type(x.e) == double")]
    [InlineData("x.size() == 6 && x.deep.list.size() == 6 && x[''] == 0")]
    [InlineData("has(x.path) && !has(x.nope) && !('nope' in x) && !(1 in x)")]
    [InlineData("x.map(k, k) == ['path', 'deep', 'big', 'int', 'e', '']")]
    [InlineData("x.deep == {'list': [1, 2.5, 'x', null, true, {'a': -1}]}")]
    public void Evaluate_OverJson_ReadsWhatIsThere(string source) =>
        Assert.Equal(CelValue.True, Evaluate(source, Document));

    [Theory]
    [InlineData("x.a == 1", """{"a":1,"a":2}""")]
    [InlineData("has(x.a)", """{"a":1,"a":2}""")]
    [InlineData("'a' in x", """{"a":1,"a":2}""")]
    [InlineData("x.a == 'b' || x.a != 'b'", """{"a":"\ud800"}""")]
    [InlineData("x == 1 || x != 1", """{"a":""")]
    [InlineData("x == 1 || x != 1", "")]
    [InlineData("x.nope == 1", """{"a":1}""")]
    public void Evaluate_OverBadJson_IsAnError(string source, string json) =>
        Assert.True(Evaluate(source, json).IsError);

    [Fact]
    public void Read_NestedTooDeeply_IsAnError() =>
        Assert.True(CelJson.Read(Encoding.UTF8.GetBytes(new string('[', 500) + new string(']', 500))).IsError);

    [Fact]
    public void Evaluate_TheSamePartAgain_IsNotReadAgain()
    {
        var text = $$"""{"list":[{{string.Join(',', Enumerable.Range(0, 50_000))}}]}""";
        var value = CelJson.Read(Encoding.UTF8.GetBytes(text));
        Assert.True(value.AsMap.TryGet("list", out var first));
        Assert.Equal(50_000, first.AsList.Count);

        Assert.True(value.AsMap.TryGet("list", out var second));

        Assert.Same(first.AsList, second.AsList);
    }

    private static CelValue Evaluate(string source, string json) =>
        Rules.Evaluate(source, ("x", CelJson.Read(Encoding.UTF8.GetBytes(json))));
}
