namespace McpAspire.Identity.Consent;

/// <summary>What a person has allowed a client, so that the same is not asked again.</summary>
internal sealed class RememberedConsent
{
    /// <summary>Made of person, client and address, so that two answers at once do not become two rows.</summary>
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Where the answer went; one for another address is asked for anew.</summary>
    public required string RedirectUri { get; init; }

    /// <summary>Sorted, with spaces between.</summary>
    public required string Scopes { get; set; }

    /// <summary>Sorted, with spaces between.</summary>
    public required string Resources { get; set; }

    public required DateTimeOffset GivenAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }
}
