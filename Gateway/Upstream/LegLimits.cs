namespace McpAspire.Gateway.Upstream;

/// <summary>What a server may take and say.</summary>
/// <param name="Timeout">How long it may be silent.</param>
/// <param name="StreamIdleTimeout">How long a stream may be that only brings news.</param>
/// <param name="MaxResultBytes">How much one result, or all events of one call, may be.</param>
/// <param name="Time">The clock that this is measured with.</param>
internal sealed record LegLimits(TimeSpan Timeout, TimeSpan StreamIdleTimeout, int MaxResultBytes, TimeProvider Time);
