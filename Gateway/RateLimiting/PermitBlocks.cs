using System.Collections.Concurrent;

namespace McpAspire.Gateway.RateLimiting;

/// <summary>The blocks of permits that this replica has of shared buckets. Bounded.</summary>
internal sealed class PermitBlocks(TimeProvider time)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, PermitBlock> _blocks = new(StringComparer.Ordinal);

    /// <summary>Spends what is here. Null if that is enough; else what the shared store is to be asked for.</summary>
    public PermitRequest? Spend(IReadOnlyList<Limit> limits)
    {
        PermitRequest? request = null;
        for (var i = 0; i < limits.Count; i++)
        {
            var block = limits[i].Kind == LimitKind.Requests && PermitBlock.IsWorthwhile(limits[i].Most)
                ? Of(limits[i].Key)
                : null;
            if (block is not null && block.TrySpend(time))
            {
                request?.Spent.Add(block);
                continue;
            }

            if (request is null)
            {
                request = new PermitRequest(time);
                // Whatever came before this one has been spent from its block.
                for (var spent = 0; spent < i; spent++)
                    request.Spent.Add(Of(limits[spent].Key));
            }

            request.Ask(limits[i], block);
        }

        return request;
    }

    private PermitBlock Of(string key)
    {
        if (_blocks.TryGetValue(key, out var block))
            return block;
        if (_blocks.Count >= Most)
            _blocks.Clear();
        return _blocks.GetOrAdd(key, static _ => new PermitBlock());
    }
}
