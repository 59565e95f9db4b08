using System.Collections.Concurrent;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>Merged lists by who may see what; good as long as every server's list is the one it was made of.</summary>
internal sealed class MergedLists
{
    private const int Most = 256;
    private readonly ConcurrentDictionary<Viewer, Made> _made = new();

    public MergedList Get(Viewer viewer, IReadOnlyList<ServerList?> sources, Func<MergedList> merge)
    {
        if (_made.TryGetValue(viewer, out var made)
            && made.Sources.SequenceEqual(sources, ReferenceEqualityComparer.Instance))
            return made.List;

        // Bounded without book-keeping: to merge again is cheap beside keeping count of who asked when.
        if (_made.Count >= Most)
            _made.Clear();
        var list = merge();
        _made[viewer] = new Made([.. sources], list);
        return list;
    }

    /// <summary>For whom a list is the same.</summary>
    /// <param name="Kind">Which list.</param>
    /// <param name="Era">The era of the caller.</param>
    /// <param name="Subject">Whose rights it follows; empty while there is no policy that tells subjects apart.</param>
    /// <param name="PolicyVersion">The policy that it follows; 0 while there is none.</param>
    internal readonly record struct Viewer(ListKind Kind, McpEra Era, string Subject, int PolicyVersion);

    private sealed record Made(IReadOnlyList<ServerList?> Sources, MergedList List);
}
