namespace McpAspire.Gateway.Pipeline;

/// <summary>An answer that the gateway gives itself; the backend sees nothing of the request.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The JSON-RPC error code.</param>
/// <param name="Message">What the caller learns: what to change, and nothing of rules or backends.</param>
/// <param name="Reason">What the operator learns, in logs and metrics: one word of a fixed set.</param>
internal sealed record Refusal(int Status, int Code, string Message, string Reason)
{
    /// <summary>The member <c>data</c> of the error, as JSON; empty for none.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The value of WWW-Authenticate, for 401 and 403.</summary>
    public string? Challenge { get; init; }

    /// <summary>The value of DPoP-Nonce, for clients whose proof lacks a good one.</summary>
    public string? DpopNonce { get; init; }

    /// <summary>The value of Allow, for 405.</summary>
    public string? Allow { get; init; }

    /// <summary>When to come back, for 503.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// Whether the connection ends here: its framing cannot be trusted, so neither can whatever follows on it.
    /// </summary>
    public bool CloseConnection { get; init; }
}
