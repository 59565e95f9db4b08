namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>The identity providers whose word about people is taken.</summary>
internal sealed class TrustedIssuersOptions
{
    public const string Section = "Identity";

    public IReadOnlyList<TrustedIssuer> TrustedIssuers { get; init; } = [];

    /// <summary>The issuer of exactly that name, or null.</summary>
    public TrustedIssuer? Find(string name) => TrustedIssuers.FirstOrDefault(issuer => issuer.Issuer == name);
}
