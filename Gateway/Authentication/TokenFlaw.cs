namespace McpAspire.Gateway.Authentication;

/// <summary>Why a token is refused, as it stands in logs and metrics.</summary>
internal static class TokenFlaw
{
    public const string Malformed = "token_malformed";
    public const string Type = "token_type";
    public const string Algorithm = "token_algorithm";
    public const string UnknownKey = "token_unknown_key";
    public const string Signature = "token_signature";
    public const string Issuer = "token_issuer";
    public const string Claims = "token_claims";
    public const string Expired = "token_expired";
    public const string NotYetValid = "token_not_yet_valid";
    public const string Revoked = "token_revoked";
    public const string Audience = "token_audience";
}
