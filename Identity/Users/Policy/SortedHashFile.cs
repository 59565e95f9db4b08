using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace McpAspire.Identity.Users.Policy;

/// <summary>A text file with a SHA-1 hash at the beginning of each line, in their order.</summary>
internal sealed class SortedHashFile(string path) : IDisposable
{
    private const int HashLength = SHA1.HashSizeInBytes * 2;
    private const int MaxLineLength = 128;

    private readonly SafeFileHandle _file = File.OpenHandle(path, options: FileOptions.RandomAccess);

    /// <summary>What keeps the file from being one, in words for the operator; null if nothing does.</summary>
    public static string? ProblemOf(string path)
    {
        try
        {
            using var file = new SortedHashFile(path);
            Span<byte> hash = stackalloc byte[HashLength];
            return file.Read(hash, 0) == HashLength && !Encoding.ASCII.GetString(hash).AsSpan().ContainsAnyExcept(
                "0123456789ABCDEFabcdef")
                ? null
                : "which does not begin with a SHA-1 hash. Give a list of hashes, sorted";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "which cannot be read. Give a file that this service may read";
        }
    }

    /// <summary>Halves the part of the file where the line would start, until it is found or nothing is left.</summary>
    public bool Contains(byte[] hash)
    {
        var wanted = Convert.ToHexString(hash);
        Span<byte> line = stackalloc byte[HashLength];
        long low = 0, high = RandomAccess.GetLength(_file);
        while (low < high)
        {
            var start = StartOfLine(low + ((high - low) / 2), low);
            if (Read(line, start) < HashLength)
                return false;

            var order = string.Compare(Encoding.ASCII.GetString(line), wanted, StringComparison.OrdinalIgnoreCase);
            if (order == 0)
                return true;
            if (order > 0)
                high = start;
            else
                low = EndOfLine(start);
        }

        return false;
    }

    public void Dispose() => _file.Dispose();

    private long StartOfLine(long within, long least)
    {
        Span<byte> before = stackalloc byte[MaxLineLength];
        var from = Math.Max(least, within - MaxLineLength);
        before = before[..Read(before[..(int)(within - from)], from)];
        return from + before.LastIndexOf((byte)'\n') + 1;
    }

    private long EndOfLine(long start)
    {
        Span<byte> line = stackalloc byte[MaxLineLength];
        line = line[..Read(line, start)];
        var end = line.IndexOf((byte)'\n');
        return start + (end < 0 ? line.Length : end + 1);
    }

    private int Read(Span<byte> into, long at) => RandomAccess.Read(_file, into, at);
}
