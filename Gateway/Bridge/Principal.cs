using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge;

/// <summary>Whose something is: a subject and the client that acts for it, in one unambiguous string.</summary>
internal static class Principal
{
    /// <summary>Never changes: what outlives sessions belongs to it.</summary>
    public static string Of(AccessToken token) => $"{token.Subject.Length}:{token.Subject} {token.ClientId}";

    /// <summary>
    /// Enough of the caller to find out what a request acts on: whose tasks are meant. Nothing is sent for it.
    /// </summary>
    public static UpstreamCaller CallerOf(McpRequest request)
    {
        var principal = Of(request.Caller!);
        return new UpstreamCaller(principal, request.Era, default, default) { Principal = principal };
    }
}
