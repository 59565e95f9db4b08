using McpAspire.Gateway.Configuration;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>The lists of one server of the federation.</summary>
/// <param name="server">Whose they are.</param>
/// <param name="open">Makes one of them.</param>
/// <param name="watch">Begins to listen for changes; a server that nobody asks about is left alone.</param>
internal sealed class ServerLists(McpServer server, Func<ListKind, CachedList> open, Action<ServerLists> watch)
{
    private readonly CachedList[] _lists = [.. ListKind.All.Select(open)];
    private int _isWatched;

    public McpServer Server => server;

    public CachedList Of(ListKind kind)
    {
        Watch();
        return Array.Find(_lists, list => ReferenceEquals(list.Kind, kind))!;
    }

    public void Watch()
    {
        if (Volatile.Read(ref _isWatched) == 0 && Interlocked.Exchange(ref _isWatched, 1) == 0)
            watch(this);
    }
}
