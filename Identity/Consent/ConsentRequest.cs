namespace McpAspire.Identity.Consent;

/// <summary>What a client asks a person for, in every detail that the person's answer is bound to.</summary>
internal sealed record ConsentRequest(
    Guid AccountId,
    string ClientId,
    string RedirectUri,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Resources,
    string Query);
