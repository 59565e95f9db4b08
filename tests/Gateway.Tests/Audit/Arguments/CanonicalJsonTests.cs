using System.Buffers;
using System.Text;
using CsCheck;
using McpAspire.Gateway.Audit.Arguments;

namespace McpAspire.Gateway.Tests.Audit.Arguments;

public sealed class CanonicalJsonTests
{
    [Theory]
    // RFC 8785 section 3.2.2 and 3.2.3
    [InlineData(
        """{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}""",
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""")]
    [InlineData(
        """{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""",
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\",\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\",\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}")]
    [InlineData(" { \"b\" : [ ] , \"a\" : { \"z\" : 1 , \"y\" : \"\" } } ", """{"a":{"y":"","z":1},"b":[]}""")]
    [InlineData("""{"aa":1,"a":2,"":3,"\u0061b":4}""", """{"":3,"a":2,"aa":1,"ab":4}""")]
    public void Documents_HaveOneForm(string json, string form) => Assert.Equal(form, FormOf(json));

    // RFC 8785 appendix B, and where integers keep their digits.
    [Theory]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("-1.7976931348623157e308", "-1.7976931348623157e+308")]
    [InlineData("9007199254740992.0", "9007199254740992")]
    [InlineData("295147905179352830000.0", "295147905179352830000")]
    [InlineData("9.999999999999997e22", "9.999999999999997e+22")]
    [InlineData("1e23", "1e+23")]
    [InlineData("999999999999999900000.0", "999999999999999900000")]
    [InlineData("1e21", "1e+21")]
    [InlineData("9.999999999999997e-7", "9.999999999999997e-7")]
    [InlineData("0.000001", "0.000001")]
    [InlineData("333333333.3333332", "333333333.3333332")]
    [InlineData("1424953923781206.2", "1424953923781206.2")]
    [InlineData("1E2", "100")]
    [InlineData("100", "100")]
    [InlineData("9007199254740993", "9007199254740993")]
    public void Numbers_HaveOneForm(string number, string form) => Assert.Equal(form, FormOf(number));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("\"\\ud800\"")]
    public void WhatIsNoDocument_HasNone(string json) =>
        Assert.False(new JsonNodes().TryRead(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void TheOrderOfMembers_DoesNotMatter()
    {
        var name = Gen.OneOfConst("a", "b", "aa", "ö", "\\u00f6b", "\\ud83d\\ude00", "\\ufb33", "\\n", "z");
        Gen.Select(name, Gen.Int).Array[0, 40].Sample(members =>
        {
            var distinct = members.DistinctBy(member => member.Item1)
                .Select(member => $"\"{member.Item1}\":{member.Item2}")
                .ToArray();

            Assert.Equal(
                FormOf($"{{{string.Join(',', distinct)}}}"),
                FormOf($"{{ {string.Join(" , ", distinct.Reverse())} }}"));
        });
    }

    [Fact]
    public void AFormIsItsOwnForm() => Protocol.JsonText.Message.Sample(bytes =>
    {
        var form = FormOf(Encoding.UTF8.GetString(bytes));

        Assert.Equal(form, FormOf(form));
    });

    private static string FormOf(string json)
    {
        var nodes = new JsonNodes();
        Assert.True(nodes.TryRead(Encoding.UTF8.GetBytes(json)));
        var output = new ArrayBufferWriter<byte>();
        new CanonicalJson(nodes).Write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
