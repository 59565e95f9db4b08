using System.IO.Compression;
using McpAspire.Everything.Media;

namespace McpAspire.Backends.Tests.Everything.Media;

public sealed class PngTests
{
    [Fact]
    public void Solid_OneRedPixel_IsTheKnownFile()
    {
        // Signature, IHDR and IEND with their checksums, as any encoder writes them for one true-colour pixel.
        var header = "89504E470D0A1A0A0000000D4948445200000001000000010802000000907753DE";
        var end = "0000000049454E44AE426082";

        var picture = Convert.ToHexString(Png.Solid(1, 1, 0xFF, 0, 0));

        Assert.StartsWith(header, picture, StringComparison.Ordinal);
        Assert.EndsWith(end, picture, StringComparison.Ordinal);
    }

    [Fact]
    public void Solid_Pixels_AreUnfilteredLinesOfTheColour()
    {
        var picture = Png.Solid(2, 2, 1, 2, 3);

        // After the signature (8) and the IHDR chunk (25): length and type (8), then the compressed lines.
        using var zlib = new ZLibStream(new MemoryStream(picture, 41, picture.Length - 41), CompressionMode.Decompress);
        var lines = new byte[14];
        zlib.ReadExactly(lines);

        Assert.Equal([0, 1, 2, 3, 1, 2, 3, 0, 1, 2, 3, 1, 2, 3], lines);
    }
}
