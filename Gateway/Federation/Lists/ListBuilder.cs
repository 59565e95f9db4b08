using System.Security.Cryptography;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation.Names;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Makes of what a server lists what the federation shows of it.</summary>
internal sealed class ListBuilder(ListKind kind, McpServer server, ToolRules rules)
{
    private readonly List<ListItem> _items = [];
    private readonly List<(ListFlaw, string)> _flaws = [];
    private TimeSpan? _ttl;

    public int Count => _items.Count;

    public void Add(ListPage page)
    {
        _items.AddRange(page.Items);
        if (page.HasFlaws)
            _flaws.Add((ListFlaw.Unusable, ""));
        if (page.Ttl is { } ttl && (_ttl is null || ttl < _ttl))
            _ttl = ttl;
    }

    public ServerList Build()
    {
        var repeated = Repeated(_items, item => item.Key);
        var entries = new List<ListEntry>(_items.Count);
        foreach (var item in _items)
        {
            if (NameOf(item) is not { } name)
                continue;
            if (FlawOf(item, name, repeated) is { } flaw)
                _flaws.Add((flaw, item.Key));
            else
                entries.Add(new ListEntry(Federated(name), item, kind == ListKind.Tools ? rules.Of(item.Key) : null));
        }

        var collisions = Repeated(entries, entry => entry.Key);
        _flaws.AddRange(
            entries.Where(entry => collisions.Contains(entry.Key)).Select(it => (ListFlaw.Collision, it.Item.Key)));
        entries.RemoveAll(entry => collisions.Contains(entry.Key));
        return new ServerList(entries, Digest(), _ttl, _flaws);
    }

    /// <summary>Null for what the configuration hides: that is no flaw.</summary>
    private string? NameOf(ListItem item) => kind == ListKind.Tools ? rules.NameOf(item.Key) : item.Key;

    private ListFlaw? FlawOf(ListItem item, string name, HashSet<string> repeated)
    {
        if (repeated.Contains(item.Key))
            return ListFlaw.Repeated;
        if (kind == ListKind.Templates)
            return FederatedUri.IsTemplate(name) ? null : ListFlaw.Template;
        if (kind == ListKind.Resources)
            return null;
        if (!FederatedName.IsValid(name))
            return ListFlaw.Name;

        return kind == ListKind.Tools && !ParameterHeaders.AreValid(item.Json) ? ListFlaw.Header : null;
    }

    private string Federated(string name) => kind == ListKind.Tools || kind == ListKind.Prompts
        ? FederatedName.Of(server.Prefix, name)
        : FederatedUri.Of(server.Prefix, name);

    private byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in _items)
        {
            hash.AppendData(item.Json.Span);
            hash.AppendData(","u8);
        }

        return hash.GetHashAndReset();
    }

    private static HashSet<string> Repeated<T>(IEnumerable<T> items, Func<T, string> key) =>
        items.GroupBy(key, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .Select(group => group.Key)
            .ToHashSet(StringComparer.Ordinal);
}
