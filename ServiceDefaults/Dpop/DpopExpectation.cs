namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>What a proof has to be about (RFC 9449, section 4.3).</summary>
/// <param name="Method">The HTTP method of the request.</param>
/// <param name="Address">The public address of the endpoint, as configured and never as a Host header says it.</param>
/// <param name="AccessToken">The access token that the proof goes with; null at the token endpoint.</param>
/// <param name="Now">The time.</param>
/// <param name="Lifetime">How old a proof may be.</param>
public sealed record DpopExpectation(
    string Method, string Address, string? AccessToken, DateTimeOffset Now, TimeSpan Lifetime)
{
    /// <summary>For clients whose clocks are ahead.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromSeconds(30);

    /// <summary>From the first use of a proof until it is refused for its age in any case.</summary>
    public TimeSpan ReplayWindow => Lifetime + ClockSkew + ClockSkew;
}
