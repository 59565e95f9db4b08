using McpAspire.Gateway.Authentication;

namespace McpAspire.Gateway.Bridge;

/// <summary>Whose something is: a subject and the client that acts for it, in one unambiguous string.</summary>
internal static class Principal
{
    /// <summary>Never changes: what outlives sessions belongs to it.</summary>
    public static string Of(AccessToken token) => $"{token.Subject.Length}:{token.Subject} {token.ClientId}";
}
