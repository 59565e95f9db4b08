using System.Buffers;
using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Results;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>The list of all servers in one order, written once for all of an era.</summary>
internal sealed class MergedList
{
    private readonly string[] _keys;
    private readonly Entry[] _entries;

    private MergedList(string[] keys, Entry[] entries) => (_keys, _entries) = (keys, entries);

    /// <param name="kind">Which list.</param>
    /// <param name="era">Who reads it.</param>
    /// <param name="parts">What each server has.</param>
    /// <param name="toEndpoint">What becomes of URIs in it.</param>
    public static MergedList Of(
        ListKind kind,
        McpEra era,
        IEnumerable<(McpServer Server, ServerList List)> parts,
        Func<McpServer, string, string> toEndpoint)
    {
        var entries = parts
            .SelectMany(part => part.List.Entries.Select(entry => (Entry: entry, part.Server)))
            .OrderBy(it => it.Entry.Key, StringComparer.Ordinal)
            .ToArray();
        return new MergedList(
            [.. entries.Select(it => it.Entry.Key)],
            [
                .. entries.Select(it => new Entry(
                    it.Server,
                    it.Entry.Item,
                    Write(kind, it.Entry, (_, uri) => toEndpoint(it.Server, uri), era))),
            ]);
    }

    /// <summary>
    /// The items after a key, or from the first on, as far as the caller may see them; and the key of the last one that
    /// was looked at if others follow.
    /// </summary>
    public (IReadOnlyList<ReadOnlyMemory<byte>> Items, string? Last) Page(
        string? after, int size, ListKind kind, ItemFilter? shows)
    {
        var items = new List<ReadOnlyMemory<byte>>(Math.Min(size, _entries.Length));
        var index = after is null ? 0 : IndexAfter(after);
        for (; index < _entries.Length && items.Count < size; index++)
        {
            var entry = _entries[index];
            if (shows is null || shows(entry.Server, kind, entry.Item))
                items.Add(entry.Json);
        }

        return (items, index < _entries.Length ? _keys[index - 1] : null);
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

    private readonly record struct Entry(McpServer Server, ListItem Item, ReadOnlyMemory<byte> Json);
}
