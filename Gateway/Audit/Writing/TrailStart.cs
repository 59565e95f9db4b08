using McpAspire.Gateway.Audit.Chain;

namespace McpAspire.Gateway.Audit.Writing;

/// <summary>Where a trail goes on.</summary>
/// <param name="Key">What it is sealed with.</param>
/// <param name="Head">How far it reaches.</param>
/// <param name="IsSealed">Whether its last segment is.</param>
/// <param name="BegunAt">When its last segment began.</param>
/// <param name="Recovered">What a crash left behind and has been cut off; empty where there was nothing.</param>
internal sealed record TrailStart(
    AuditKey Key, TrailHead Head, bool IsSealed, DateTimeOffset BegunAt, IReadOnlyList<string> Recovered);
