using McpAspire.Identity.Regulation;

namespace McpAspire.Identity.Passkeys;

/// <summary>How the use of a passkey ended.</summary>
internal sealed record PasskeyVerdict(PasskeyProof? Proof, string? Problem = null, int Status = StatusCodes.Status200OK)
{
    /// <summary>One sentence for every reason: which passkeys and accounts exist is nobody's business.</summary>
    public static readonly PasskeyVerdict Wrong =
        new(Proof: null, Refusal.Passkey, StatusCodes.Status400BadRequest);

    public static readonly PasskeyVerdict Expired =
        new(Proof: null, "That took too long, or it was sent twice. Try again.", StatusCodes.Status400BadRequest);
}
