using System.Security.Cryptography;
using System.Text;
using McpAspire.Gateway.Audit.Chain;
using McpAspire.Gateway.Audit.Verification;
using McpAspire.Gateway.Tests.Audit.Hosting;

namespace McpAspire.Gateway.Tests.Audit.Verification;

/// <summary>Somebody who can write to the directory, and has everything but the private key.</summary>
public sealed class TamperTests : IAsyncLifetime
{
    private readonly TrailBed _bed = new();

    /// <summary>Three segments: two sealed, one that was written to when the gateway was stopped.</summary>
    public async ValueTask InitializeAsync()
    {
        await _bed.WriteAsync(3);
        for (var i = 0; i < 2; i++)
        {
            _bed.Time.Advance(TimeSpan.FromDays(2));
            await _bed.WriteAsync(3);
        }

        _bed.IsGood();
        Assert.Equal([1L, 2L, 3L], SegmentName.In(_bed.Folder));
    }

    [Fact]
    public void AnyByteOfAnySegment_NamesItsLine()
    {
        for (var number = 1; number <= 3; number++)
        {
            var bytes = File.ReadAllBytes(_bed.Segment(number));
            for (var at = 0; at < bytes.Length; at += 7)
            {
                var line = bytes.AsSpan(0, at).Count((byte)'\n') + 1;
                Rewrite(number, Changed(bytes, at));

                // A line feed that is gone joins two lines, and the first of them is named.
                Assert.Equal((SegmentName.Of(number), line), Place(_bed.Verify().Finding));
            }

            Rewrite(number, bytes);
        }

        _bed.IsGood();
    }

    [Fact]
    public void AnyByteOfTheHead_IsFound()
    {
        var bytes = File.ReadAllBytes(_bed.HeadPath);
        for (var at = 0; at < bytes.Length; at += 61)
        {
            File.WriteAllBytes(_bed.HeadPath, Changed(bytes, at));

            Assert.Equal(TrailHead.FileName, _bed.Verify().Finding?.File);
        }
    }

    [Fact]
    public void ADeletedRow_IsMissed()
    {
        Edit(1, lines => lines.RemoveAt(3));

        IsBad(1, 4, "rows in between are missing");
    }

    [Fact]
    public void AnInsertedRow_IsFound()
    {
        Edit(1, lines => lines.Insert(4, lines[3]));

        IsBad(1, 5, "rows were inserted or have changed places");
    }

    [Fact]
    public void RowsThatChangePlaces_AreFound()
    {
        Edit(2, lines => (lines[2], lines[3]) = (lines[3], lines[2]));

        IsBad(2, 3, "rows in between are missing");
    }

    [Fact]
    public void RowsCutOffASealedSegment_AreMissed()
    {
        Edit(2, lines => lines.RemoveRange(4, lines.Count - 4));

        IsBad(2, 0, "without its seal");
    }

    [Fact]
    public void RowsCutOffTheEnd_AreMissed()
    {
        Edit(3, lines => lines.RemoveAt(lines.Count - 1));

        IsBad(3, 0, "rows were cut off");
    }

    [Fact]
    public void ARowAddedAtTheEnd_IsFoundThoughItsHashIsRight()
    {
        var lines = _bed.Lines(3);
        Edit(3, all => all.Add(Follow(lines[^1], "\"kind\":\"decision\",\"name\":\"forged\"")));

        IsBad(3, lines.Length + 1, "never signed");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AWholeSegmentThatIsDeleted_IsMissed(int number)
    {
        File.Delete(_bed.Segment(number));

        IsBad(number, 0, "the segment is missing");
    }

    [Fact]
    public void ASegmentUnderAnotherNumber_IsFound()
    {
        File.Delete(_bed.Segment(2));
        File.Copy(_bed.Segment(1), _bed.Segment(2));

        IsBad(2, 1, "not the beginning of segment 2");
    }

    [Fact]
    public void ASegmentAddedAtTheEnd_IsFound()
    {
        File.WriteAllText(_bed.Segment(4), "{}\n");

        IsBad(4, 0, "no head vouches");
    }

    [Fact]
    public void ARowReplacedWithAllHashesAfterIt_IsFoundByTheSealOfItsSegment()
    {
        Edit(1, lines =>
        {
            lines[3] = lines[3].Replace("tool-1", "tool-7", StringComparison.Ordinal);
            Rehash(lines, 3);
        });

        IsBad(1, _bed.Lines(1).Length, "the seal is not signed");
    }

    [Fact]
    public void ARowReplacedWithAllHashesAfterIt_InTheLastSegmentIsFoundByTheHead()
    {
        Edit(3, lines =>
        {
            lines[3] = lines[3].Replace("tool-1", "tool-7", StringComparison.Ordinal);
            Rehash(lines, 3);
        });

        IsBad(3, 0, "rows are missing or were replaced");
    }

    [Fact]
    public void ASealMadeWithAnotherKey_IsFound()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var key = AuditPublicKey.Of(other);

        var finding = new TrailVerifier(_bed.Folder, key).Verify().Finding;

        Assert.Equal(TrailHead.FileName, finding?.File);
    }

    [Fact]
    public async Task AnOlderStateOfEverything_IsFoundByWhoeverKeptALaterRow()
    {
        var older = Directory.GetFiles(_bed.Folder).ToDictionary(path => path, File.ReadAllBytes);
        await _bed.WriteAsync(2);
        var witnessed = _bed.IsGood();

        foreach (var (path, bytes) in older)
            File.WriteAllBytes(path, bytes);

        // Nothing in the directory can tell; a copy of the last hash elsewhere can.
        _bed.IsGood();
        Assert.Contains(
            "older state", _bed.Verify((witnessed.Last, witnessed.Hash)).Finding!.Why, StringComparison.Ordinal);
        Assert.Contains("not the expected", _bed.Verify((3, witnessed.Hash)).Finding!.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAHead_ATrailIsNotBelieved()
    {
        File.Delete(_bed.HeadPath);

        Assert.Equal(TrailHead.FileName, _bed.Verify().Finding?.File);
    }

    public ValueTask DisposeAsync()
    {
        _bed.Dispose();
        return default;
    }

    private static byte[] Changed(byte[] bytes, int at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 0x01;
        return changed;
    }

    private static (string?, long?) Place(Finding? finding) => (finding?.File, finding?.Line);

    private static string Follow(string line, string members)
    {
        Assert.True(ChainLine.TryRead(Encoding.UTF8.GetBytes(line), out var row));
        var chain = new ChainBuffer();
        chain.Begin(Encoding.ASCII.GetString(row.Hash));
        chain.Add(row.Sequence + 1, Encoding.UTF8.GetBytes(members));
        return Encoding.UTF8.GetString(chain.Lines.Span).TrimEnd('\n');
    }

    private static void Rehash(List<string> lines, int from)
    {
        for (var i = from; i < lines.Count; i++)
        {
            Assert.True(ChainLine.TryRead(Encoding.UTF8.GetBytes(lines[i]), out var row));
            lines[i] = Follow(lines[i - 1], Encoding.UTF8.GetString(row.Members));
        }
    }

    private void Rewrite(long number, byte[] bytes) => File.WriteAllBytes(_bed.Segment(number), bytes);

    private void Edit(long number, Action<List<string>> change)
    {
        var lines = _bed.Lines(number).ToList();
        change(lines);
        File.WriteAllText(_bed.Segment(number), string.Concat(lines.Select(line => line + "\n")));
    }

    private void IsBad(long number, long line, string why)
    {
        var finding = _bed.Verify().Finding;
        Assert.Equal((SegmentName.Of(number), line), Place(finding));
        Assert.Contains(why, finding!.Why, StringComparison.Ordinal);
    }
}
