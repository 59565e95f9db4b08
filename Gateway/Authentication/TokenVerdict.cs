using System.Diagnostics.CodeAnalysis;

namespace McpAspire.Gateway.Authentication;

/// <summary>A token, or why there is none. The reason is for the operator; callers see a coarser one.</summary>
internal readonly record struct TokenVerdict
{
    private TokenVerdict(AccessToken? token, string? flaw)
    {
        Token = token;
        Flaw = flaw;
    }

    public AccessToken? Token { get; }

    /// <summary>One word of a fixed set, for logs and metrics.</summary>
    public string? Flaw { get; }

    [MemberNotNullWhen(true, nameof(Token))]
    [MemberNotNullWhen(false, nameof(Flaw))]
    public bool IsValid => Token is not null;

    public static implicit operator TokenVerdict(AccessToken token) => new(token, null);

    public static TokenVerdict Invalid(string flaw) => new(null, flaw);
}
