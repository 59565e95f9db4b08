using System.Collections.Frozen;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>A list of one server, whole, as it was read; in the names of the federation.</summary>
internal sealed class ServerList(
    IReadOnlyList<ListEntry> entries, byte[] digest, TimeSpan? ttl, IReadOnlyList<(ListFlaw Flaw, string Key)> flaws)
{
    private readonly FrozenDictionary<string, string> _own =
        entries.ToFrozenDictionary(entry => entry.Key, entry => entry.Item.Key, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, ListItem> _items =
        entries.DistinctBy(entry => entry.Item.Key, StringComparer.Ordinal)
            .ToFrozenDictionary(entry => entry.Item.Key, entry => entry.Item, StringComparer.Ordinal);

    public IReadOnlyList<ListEntry> Entries => entries;

    /// <summary>What tells two contents apart.</summary>
    public ReadOnlySpan<byte> Digest => digest;

    /// <summary>For how long the server says it may be kept; null if it does not say.</summary>
    public TimeSpan? Ttl => ttl;

    /// <summary>What is not shown, and why.</summary>
    public IReadOnlyList<(ListFlaw Flaw, string Key)> Flaws => flaws;

    /// <summary>The server's own name for one of the federation; compared letter by letter, as it is.</summary>
    public string? OwnOf(string key) => _own.GetValueOrDefault(key);

    /// <summary>The item that the server calls so.</summary>
    public ListItem? ItemOf(string own) => _items.GetValueOrDefault(own);
}
