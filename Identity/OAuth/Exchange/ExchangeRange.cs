using System.Security.Claims;
using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.OAuth.Resources;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange;

/// <summary>What an exchanged token is for: scopes of the subject token, servers that the client may call.</summary>
internal sealed class ExchangeRange(KnownResources known)
{
    public (Granted? Range, GrantResult? Refusal) Of(
        ClaimsPrincipal subject, OpenIddictRequest request, ClientLimits limits)
    {
        var held = subject.GetScopes().Except(ExchangeGrantTypes.ScopesOfSignIn).Where(limits.Allows).ToList();
        var scopes = request.GetScopes() is { IsDefaultOrEmpty: false } asked ? [.. asked] : held;
        if (scopes.Count == 0 || scopes.Except(held, StringComparer.Ordinal).Any())
            return Refuse(Errors.InvalidScope, "A scope is not in the subject token, or not for this client.");

        // RFC 8693, section 2.1.1, has two names for where a token goes; here both are addresses of servers.
        var named = request.GetResources().Concat(request.GetAudiences()).ToList();
        var audiences = subject.GetAudiences();
        if (known.ResolveAll(named.Count > 0 ? named : audiences) is not { Count: > 0 } resources
            || !limits.Allow(resources))
        {
            return Refuse(Errors.InvalidTarget, "The resource is missing, unknown, or not for this client.");
        }

        // The person agreed to the servers of the subject token. Others are the word of the configuration alone.
        return limits.NamesResources || !resources.Except(audiences, StringComparer.Ordinal).Any()
            ? (new Granted(scopes, resources), null)
            : Refuse(Errors.InvalidTarget, "This client may exchange tokens for the servers of its tokens only.");
    }

    private static (Granted?, GrantResult?) Refuse(string error, string description) =>
        (null, new GrantResult(null, error, description));

    internal sealed record Granted(IReadOnlyList<string> Scopes, IReadOnlyList<string> Resources);
}
