namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>Why a proof is refused: one word each, for logs, audit and metrics.</summary>
public static class DpopFlaw
{
    /// <summary>There is none where one is needed.</summary>
    public const string Missing = "proof_missing";

    /// <summary>There are several.</summary>
    public const string Several = "proof_several";

    /// <summary>It is no JWS that can be read in one way only, or too large.</summary>
    public const string Malformed = "proof_malformed";

    /// <summary>It is a JWT for something else.</summary>
    public const string Type = "proof_type";

    /// <summary>Its algorithm is not accepted, or does not fit the key.</summary>
    public const string Algorithm = "proof_algorithm";

    /// <summary>Its key is private, weak, of a foreign kind, or brings certificates along.</summary>
    public const string Key = "proof_key";

    /// <summary>The key did not sign it.</summary>
    public const string Signature = "proof_signature";

    /// <summary>A claim is missing.</summary>
    public const string Claims = "proof_claims";

    /// <summary>It is for another method.</summary>
    public const string Method = "proof_method";

    /// <summary>It is for another address.</summary>
    public const string Address = "proof_address";

    /// <summary>It is too old, or from the future.</summary>
    public const string Time = "proof_time";

    /// <summary>It goes with another access token.</summary>
    public const string Token = "proof_token";

    /// <summary>The token or code is bound to another key.</summary>
    public const string OtherKey = "proof_other_key";

    /// <summary>It was used before.</summary>
    public const string Replay = "proof_replay";

    /// <summary>It has no nonce, or one that is not good any more.</summary>
    public const string Nonce = "proof_nonce";
}
