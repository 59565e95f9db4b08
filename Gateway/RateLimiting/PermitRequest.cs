namespace McpAspire.Gateway.RateLimiting;

/// <summary>What the shared store is asked for on behalf of one request, and what was spent from blocks before.</summary>
internal sealed class PermitRequest(TimeProvider time)
{
    private readonly List<Limit> _asked = [];
    private readonly List<(PermitBlock? Block, bool IsBlock)> _blocks = [];

    public List<PermitBlock> Spent { get; } = [];

    public IReadOnlyList<Limit> Asked => _asked;

    public void Ask(in Limit limit, PermitBlock? block)
    {
        var isBlock = false;
        var wanted = block?.Begin(limit.Most, time, out isBlock) ?? 1;
        _asked.Add(limit with { Wanted = wanted });
        _blocks.Add((block, isBlock));
    }

    /// <summary>Keeps the permits that came; if the request may not begin, puts back what was spent.</summary>
    public void End(LimitGrant? grant)
    {
        var permits = grant is { Refusal: null } granted ? granted.Permits : null;
        for (var i = 0; i < _blocks.Count; i++)
            _blocks[i].Block?.End(permits?[i] ?? 0, _blocks[i].IsBlock, time);
        if (grant is { Refusal: null })
            return;

        foreach (var block in Spent)
            block.PutBack();
    }
}
