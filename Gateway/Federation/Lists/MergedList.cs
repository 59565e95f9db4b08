using System.Buffers;
using System.Text.Json;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>The list of all servers in one order, written once for all who may see it.</summary>
internal sealed class MergedList
{
    private readonly string[] _keys;
    private readonly ReadOnlyMemory<byte>[] _items;

    private MergedList(string[] keys, ReadOnlyMemory<byte>[] items) => (_keys, _items) = (keys, items);

    /// <param name="kind">Which list.</param>
    /// <param name="era">Who reads it.</param>
    /// <param name="parts">What each server has, and what becomes of URIs in it.</param>
    public static MergedList Of(
        ListKind kind,
        McpEra era,
        IEnumerable<(ServerList List, Func<EditKind, string, string> ToEndpoint)> parts)
    {
        var entries = parts
            .SelectMany(part => part.List.Entries.Select(entry => (Entry: entry, part.ToEndpoint)))
            .OrderBy(it => it.Entry.Key, StringComparer.Ordinal)
            .ToArray();
        return new MergedList(
            [.. entries.Select(it => it.Entry.Key)],
            [.. entries.Select(it => Write(kind, it.Entry, it.ToEndpoint, era))]);
    }

    /// <summary>The items after a key, or from the first on; and the key of the last one if others follow.</summary>
    public (ArraySegment<ReadOnlyMemory<byte>> Items, string? Last) Page(string? after, int size)
    {
        var start = after is null ? 0 : IndexAfter(after);
        var count = Math.Min(size, _items.Length - start);
        var last = start + count < _items.Length ? _keys[start + count - 1] : null;
        return (new ArraySegment<ReadOnlyMemory<byte>>(_items, start, count), last);
    }

    private int IndexAfter(string key)
    {
        var index = Array.BinarySearch(_keys, key, StringComparer.Ordinal);
        return index < 0 ? ~index : index + 1;
    }

    private static ReadOnlyMemory<byte> Write(
        ListKind kind, ListEntry entry, Func<EditKind, string, string> toEndpoint, McpEra era)
    {
        var output = new ArrayBufferWriter<byte>(entry.Item.Json.Length + 128);
        using (var json = new Utf8JsonWriter(output, ListResult.Options))
            ItemWriter.Write(json, kind, entry.Item, entry.Key, entry.Tool, toEndpoint, era);
        return output.WrittenMemory;
    }
}
