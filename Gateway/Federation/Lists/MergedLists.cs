using System.Collections.Concurrent;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>
/// Merged lists; each is good as long as every server's list is the one it was made of. What a caller may see of them is
/// decided item by item, for each request.
/// </summary>
internal sealed class MergedLists
{
    private readonly ConcurrentDictionary<(ListKind, McpEra), Made> _made = new();

    public MergedList Get(ListKind kind, McpEra era, IReadOnlyList<ServerList?> sources, Func<MergedList> merge)
    {
        if (_made.TryGetValue((kind, era), out var made)
            && made.Sources.SequenceEqual(sources, ReferenceEqualityComparer.Instance))
            return made.List;

        var list = merge();
        _made[(kind, era)] = new Made([.. sources], list);
        return list;
    }

    private sealed record Made(IReadOnlyList<ServerList?> Sources, MergedList List);
}
