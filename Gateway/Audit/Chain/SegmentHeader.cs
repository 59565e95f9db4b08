using System.Text.Json;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>What the first row of a segment says.</summary>
internal sealed record SegmentHeader(DateTimeOffset Time, long Segment, string Previous, string Key)
{
    private const int Version = 1;

    public byte[] ToMembers() => ChainRows.Write(ChainRows.Segment, Time, json =>
    {
        json.WriteNumber("segment", Segment);
        json.WriteString("previous", Previous);
        json.WriteString("key", Key);
        json.WriteNumber("version", Version);
    });

    /// <summary>Null if this is not the first row of a segment.</summary>
    public static SegmentHeader? Read(in ChainLine row)
    {
        if (!ChainRows.Is(row, ChainRows.Segment))
            return null;

        try
        {
            using var json = JsonDocument.Parse((byte[])[(byte)'{', .. row.Members, (byte)'}']);
            var root = json.RootElement;
            return root.GetProperty("version").GetInt32() != Version ? null : new SegmentHeader(
                root.GetProperty("time").GetDateTimeOffset(),
                root.GetProperty("segment").GetInt64(),
                root.GetProperty("previous").GetString()!,
                root.GetProperty("key").GetString()!);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Reads it from a file; null if that does not begin with it.</summary>
    public static SegmentHeader? ReadFile(string path)
    {
        using var file = new LineFile(path);
        return file.TryRead(out var line) && ChainLine.TryRead(line, out var row) ? Read(row) : null;
    }
}
