using System.Globalization;
using System.Text;
using System.Text.Json;

namespace McpAspire.Gateway.Audit.Chain;

/// <summary>
/// How far the trail reaches, signed and on disk before anybody is told that a row is: what is cut off behind is
/// missed, and what is added behind is no part of it.
/// </summary>
/// <param name="Count">How often it has been written.</param>
/// <param name="Segment">The number of the segment that is written to; 0 before the first.</param>
/// <param name="Bytes">How long that is.</param>
/// <param name="Sequence">The last row.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="First">The oldest segment that is kept.</param>
/// <param name="Anchor">The hash before its first row: what was pruned ended in it.</param>
/// <param name="Key">The fingerprint of the key.</param>
internal sealed record TrailHead(
    long Count, long Segment, long Bytes, long Sequence, string Hash, long First, string Anchor, string Key)
{
    /// <summary>Each of the two places holds every other head, in a sector of its own.</summary>
    public const int SlotBytes = 4096;

    public const string FileName = "audit.head";

    private const string Purpose = "audit head";

    public static TrailHead New(string key) => new(0, 0, 0, 0, ChainLink.None, 1, ChainLink.None, key);

    /// <summary>Where in the file it stands.</summary>
    public long Offset => Count % 2 * SlotBytes;

    public byte[] ToSlot(AuditKey key) => ToSlot(key.Sign(Purpose, Encoding.ASCII.GetBytes(Content)));

    /// <summary>What a slot holds; null unless it is signed and, to the byte, as the gateway writes it.</summary>
    public static TrailHead? Read(ReadOnlyMemory<byte> slot, AuditPublicKey key)
    {
        try
        {
            using var json = JsonDocument.Parse(slot);
            var root = json.RootElement;
            var head = new TrailHead(
                root.GetProperty("count").GetInt64(),
                root.GetProperty("segment").GetInt64(),
                root.GetProperty("bytes").GetInt64(),
                root.GetProperty("seq").GetInt64(),
                root.GetProperty("hash").GetString()!,
                root.GetProperty("first").GetInt64(),
                root.GetProperty("anchor").GetString()!,
                root.GetProperty("key").GetString()!);
            var signature = root.GetProperty("signature").GetString()!;
            var isSigned = key.Verifies(
                Purpose, Encoding.ASCII.GetBytes(head.Content), Encoding.ASCII.GetBytes(signature));
            return isSigned && head.ToSlot(signature).AsSpan().SequenceEqual(slot.Span) ? head : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException
            or KeyNotFoundException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    private string Content => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"count\":{Count},\"segment\":{Segment},\"bytes\":{Bytes},\"seq\":{Sequence},\"hash\":\"{Hash}\","
        + $"\"first\":{First},\"anchor\":\"{Anchor}\",\"key\":\"{Key}\"");

    private byte[] ToSlot(string signature)
    {
        var slot = new byte[SlotBytes];
        slot.AsSpan().Fill((byte)' ');
        Encoding.ASCII.GetBytes($"{Content},\"signature\":\"{signature}\"}}", slot);
        slot[^1] = (byte)'\n';
        return slot;
    }
}
