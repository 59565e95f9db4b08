using McpAspire.Gateway.Audit.Chain;

namespace McpAspire.Gateway.Audit.Verification;

/// <summary>Reads the rows of a trail in their order, without proving them: <see cref="TrailVerifier"/> does that.</summary>
internal static class TrailReader
{
    /// <summary>Each row as JSON. A row that is being written is left out.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(string directory)
    {
        foreach (var number in SegmentName.In(directory))
        {
            using var file = new LineFile(SegmentName.PathOf(directory, number));
            while (Next(file) is { } row)
                yield return row;
        }
    }

    private static byte[]? Next(LineFile file) => file.TryRead(out var line) ? line.ToArray() : null;
}
