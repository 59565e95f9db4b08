using System.Text;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Tests.Protocol;

public sealed class MemberTableTests
{
    [Fact]
    public void TryAdd_ManyNamesInManyScopes_FindsExactlyTheDuplicates()
    {
        var names = Enumerable.Range(0, 5_000).Select(i => $"name{i}").ToArray();
        var document = Encoding.UTF8.GetBytes(string.Concat(names));
        var table = new MemberTable(document, new MemberTable.Slot[MemberTable.InitialSlots]);

        var start = 0;
        foreach (var name in names)
        {
            Assert.True(table.TryAdd(1, start, name.Length));
            Assert.True(table.TryAdd(2, start, name.Length));
            Assert.False(table.TryAdd(1, start, name.Length));
            start += name.Length;
        }

        table.Dispose();
    }

    [Fact]
    public void TryAddUnescaped_ANameThatStandsInTheDocument_IsADuplicate()
    {
        var table = new MemberTable("method\\u006d"u8, new MemberTable.Slot[MemberTable.InitialSlots]);
        Assert.True(table.TryAdd(1, 0, 6));

        "method"u8.CopyTo(table.Scratch(6));
        var again = table.TryAddUnescaped(1, 6);
        "method"u8.CopyTo(table.Scratch(6));
        var elsewhere = table.TryAddUnescaped(2, 6);
        table.Dispose();

        Assert.False(again);
        Assert.True(elsewhere);
    }
}
