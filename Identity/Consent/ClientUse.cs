namespace McpAspire.Identity.Consent;

/// <summary>When and from where a client last got a token for a person.</summary>
internal sealed class ClientUse
{
    public const int AddressLength = 64;

    public required Guid AccountId { get; init; }

    public required string ClientId { get; init; }

    public required DateTimeOffset FirstAt { get; init; }

    public required DateTimeOffset LastAt { get; set; }

    public string? LastAddress { get; set; }
}
