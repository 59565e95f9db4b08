using System.Buffers.Text;
using System.Text;
using CsCheck;
using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Tests.Federation.Names;

public sealed class TaskIdsTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(it => (byte)it)];
    private readonly TaskIds _ids = new(Key);

    [Fact]
    public void TryParse_GivesBackServerAndId_OnEveryReplica() =>
        Gen.Select(Gen.OneOfConst("a", "a-b"), AnyText.Short).Sample(
            (server, id) => new TaskIds([.. Key])
                    .TryParse(_ids.Of(server, "ann", id), "ann", out var whose, out var own)
                && (whose, own) == (server, id),
            iter: 2_000);

    [Fact]
    public void Of_IsTheSameEachTime() =>
        Assert.Equal(_ids.Of("notes", "ann", "7"), _ids.Of("notes", "ann", "7"));

    [Fact]
    public void TryParse_IsFalse_ForAnotherOwner() =>
        Assert.False(_ids.TryParse(_ids.Of("notes", "ann", "7"), "bob", out _, out _));

    [Fact]
    public void TryParse_IsFalse_ForAnotherServer() =>
        Assert.False(_ids.TryParse(_ids.Of("a", "ann", "7").Replace("a_", "b_"), "ann", out _, out _));

    [Fact]
    public void TryParse_IsFalse_ForAnotherKey() =>
        Assert.False(new TaskIds(new byte[32]).TryParse(_ids.Of("a", "ann", "7"), "ann", out _, out _));

    [Fact]
    public void TryParse_IsFalse_ForWhatIsAltered()
    {
        var id = _ids.Of("notes", "ann", "7");
        for (var i = 0; i < id.Length; i++)
        {
            var altered = id[..i] + (id[i] == 'A' ? 'B' : 'A') + id[(i + 1)..];
            Assert.False(_ids.TryParse(altered, "ann", out _, out _), altered);
            Assert.False(_ids.TryParse(id[..i], "ann", out _, out _), id[..i]);
        }
    }

    [Fact]
    public void Of_DoesNotMistakeWhereServerAndOwnerEnd()
    {
        Assert.False(_ids.TryParse(_ids.Of("a", "ann1", "7"), "ann", out _, out _));
        Assert.False(_ids.TryParse($"a{_ids.Of("ab", "ann", "7")[2..]}", "bann", out _, out _));
        Assert.False(_ids.TryParse(_ids.Of("", "ann", "7"), "ann", out _, out _));
    }

    [Fact]
    public void Of_DoesNotShowTheServersId()
    {
        var id = _ids.Of("notes", "ann", "a-secret-of-the-server");

        Assert.DoesNotContain("secret", id, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "secret", Encoding.Latin1.GetString(Base64Url.DecodeFromChars(id.AsSpan(6))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("notes_")]
    [InlineData("notes_7")]
    [InlineData("notes")]
    [InlineData("notes_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("notes_!!!!")]
    [InlineData("notes_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA AAAAAAAAAAAA")]
    public void TryParse_IsFalse_ForWhatIsNoSeal(string id) => Assert.False(_ids.TryParse(id, "ann", out _, out _));
}
