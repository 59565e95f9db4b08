namespace McpAspire.Gateway.Audit.Chain;

/// <summary>Both heads of a trail, as they are found on disk.</summary>
/// <param name="Newest">The one that counts; null if neither is to be believed.</param>
/// <param name="IsWhole">Whether the other is the one before it, as it always is but after a crash.</param>
internal readonly record struct HeadFile(TrailHead? Newest, bool IsWhole)
{
    public static HeadFile Read(string directory, AuditPublicKey key)
    {
        var bytes = File.ReadAllBytes(Path.Combine(directory, TrailHead.FileName));
        TrailHead?[] heads = [ReadSlot(bytes, 0, key), ReadSlot(bytes, 1, key)];
        var newest = heads.MaxBy(head => head?.Count ?? -1);
        var isWhole = bytes.Length == 2 * TrailHead.SlotBytes
            && heads is [{ } even, { } odd]
            && Math.Abs(even.Count - odd.Count) == 1;
        return new HeadFile(newest, isWhole);
    }

    private static TrailHead? ReadSlot(byte[] bytes, int slot, AuditPublicKey key)
    {
        if (bytes.Length < (slot + 1) * TrailHead.SlotBytes)
            return null;

        var head = TrailHead.Read(bytes.AsMemory(slot * TrailHead.SlotBytes, TrailHead.SlotBytes), key);
        return head?.Count % 2 == slot ? head : null;
    }
}
