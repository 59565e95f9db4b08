using System.Buffers.Binary;
using System.IO.Compression;

namespace McpAspire.Everything.Media;

/// <summary>Writes a picture of one colour: signature, IHDR, IDAT, IEND (PNG, third edition, section 5).</summary>
internal static class Png
{
    public const string MediaType = "image/png";

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static byte[] Solid(int width, int height, byte red, byte green, byte blue)
    {
        using var picture = new MemoryStream();
        picture.Write(Signature);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8; // bits a channel
        header[9] = 2; // true colour; compression, filter and interlace methods are 0
        WriteChunk(picture, "IHDR"u8, header);
        WriteChunk(picture, "IDAT"u8, Pixels(width, height, red, green, blue));
        WriteChunk(picture, "IEND"u8, []);
        return picture.ToArray();
    }

    private static byte[] Pixels(int width, int height, byte red, byte green, byte blue)
    {
        var line = new byte[1 + (3 * width)]; // a leading 0: the line is not filtered
        for (var pixel = 1; pixel < line.Length; pixel += 3)
            (line[pixel], line[pixel + 1], line[pixel + 2]) = (red, green, blue);

        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (var y = 0; y < height; y++) zlib.Write(line);
        }

        return compressed.ToArray();
    }

    private static void WriteChunk(Stream picture, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        picture.Write(number);
        picture.Write(type);
        picture.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), data));
        picture.Write(number);
    }

    private static uint Crc(uint crc, ReadOnlySpan<byte> data)
    {
        foreach (var octet in data)
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return crc;
    }
}
