namespace McpAspire.Identity.Keys;

/// <summary>A key of the token server, sealed. All replicas read the same rows.</summary>
internal sealed class TokenKey
{
    public const int IdLength = 64;

    /// <summary>For signing keys the RFC 7638 thumbprint, which is their <c>kid</c>.</summary>
    public required string Id { get; init; }

    public required TokenKeyUse Use { get; init; }

    /// <summary>The private key, sealed for this row; empty once it is retired.</summary>
    public required string SealedKey { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it signs or encrypts; it is published before.</summary>
    public required DateTimeOffset ActiveAt { get; init; }

    /// <summary>From when on nothing that it made can be valid any more, so that it is published no longer.</summary>
    public DateTimeOffset? RetiredAt { get; set; }
}
