using System.Diagnostics.CodeAnalysis;

namespace McpAspire.ServiceDefaults.Dpop;

/// <summary>A proof that holds, or why it does not.</summary>
public readonly record struct DpopVerdict
{
    private DpopVerdict(DpopProof? proof, string? flaw)
    {
        Proof = proof;
        Flaw = flaw;
    }

    /// <summary>The proof, if it holds.</summary>
    public DpopProof? Proof { get; }

    /// <summary>One of <see cref="DpopFlaw"/>.</summary>
    public string? Flaw { get; }

    /// <summary>Whether the proof holds. Replay and nonce are still to be looked at.</summary>
    [MemberNotNullWhen(true, nameof(Proof))]
    [MemberNotNullWhen(false, nameof(Flaw))]
    public bool IsValid => Proof is not null;

    /// <summary>A proof that holds.</summary>
    public static DpopVerdict Of(DpopProof proof) => new(proof, null);

    /// <summary>A proof that does not.</summary>
    public static DpopVerdict Invalid(string flaw) => new(null, flaw);
}
