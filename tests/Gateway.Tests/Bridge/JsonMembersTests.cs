using System.Text;
using McpAspire.Gateway.Bridge;

namespace McpAspire.Gateway.Tests.Bridge;

public sealed class JsonMembersTests
{
    [Fact]
    public void Members_come_with_unescaped_names_and_the_text_of_their_values()
    {
        var json = """{ "a" : "x\n" , "\u0062":{"c":[1,2]}, "d":null}"""u8;
        var members = new JsonMembers(json);
        var read = new List<string>();

        while (members.Next())
            read.Add($"{Encoding.UTF8.GetString(members.Name)}={Encoding.UTF8.GetString(json[members.Value])}");

        Assert.Equal(["a=\"x\\n\"", """b={"c":[1,2]}""", "d=null"], read);
    }

    [Theory]
    [InlineData("""{"a":1,"b":2,"c":3}""", """{"c":3}""")]
    [InlineData("""{"c":{"a":1}}""", """{"c":{"a":1}}""")]
    [InlineData("""{"\u0061":1}""", "{}")]
    [InlineData("{}", "{}")]
    public void Without_leaves_the_others_as_they_are(string json, string expected) =>
        Assert.Equal(expected, Text(JsonMembers.Without(Encoding.UTF8.GetBytes(json), "a"u8, "b"u8)));

    [Fact]
    public void Without_gives_the_same_memory_where_nothing_goes()
    {
        ReadOnlyMemory<byte> json = """{"c":1,"":2}"""u8.ToArray();

        Assert.True(json.Equals(JsonMembers.Without(json, "a"u8)));
    }

    [Fact]
    public void Replace_puts_the_new_values_where_the_old_ones_were_or_not()
    {
        var json = """{"a":1,"c":3}"""u8;

        Assert.Equal("""{"a":"x","b":2,"c":3}""", Text(JsonMembers.Replace(json, "a"u8, "\"x\""u8, "b"u8, "2"u8)));
        Assert.Equal("""{"b":2,"a":1,"c":3}""", Text(JsonMembers.With(json, "b"u8, "2"u8)));
        Assert.Equal("""{"b":2}""", Text(JsonMembers.With("{}"u8, "b"u8, "2"u8)));
    }

    [Fact]
    public void Find_gives_the_value_as_text_or_nothing()
    {
        ReadOnlyMemory<byte> json = """{"a":{"b":1}}"""u8.ToArray();

        Assert.Equal("""{"b":1}""", Text(JsonMembers.Find(json, "a"u8)));
        Assert.True(JsonMembers.Find(json, "b"u8).IsEmpty);
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
