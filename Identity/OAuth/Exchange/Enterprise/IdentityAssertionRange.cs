using McpAspire.Identity.OAuth.Grants;
using McpAspire.Identity.OAuth.Resources;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// What an assertion gives: of what it names, that which the issuer may give, the client may have and the request asks
/// for. Each of them narrows, and none widens.
/// </summary>
internal sealed record IdentityAssertionRange(IReadOnlyList<string> Scopes, IReadOnlyList<string> Resources)
{
    public static (IdentityAssertionRange? Range, GrantResult? Refusal) Of(
        IdentityAssertion assertion, OpenIddictRequest request, ClientLimits limits, KnownResources known)
    {
        if (assertion.Has(Claims.Scope) && assertion.Claim(Claims.Scope) is null)
            return (null, GrantResult.Invalid("The assertion's 'scope' is not a string."));
        // The draft leaves the claim open; MCP requires it, and an assertion without would open everything.
        if (assertion.Claims("resource") is not { Count: > 0 } named || known.ResolveAll(named) is not { } resources)
            return (null, GrantResult.Invalid("The assertion names no resource, or one that is unknown here."));

        var allowed = assertion.TrustedIssuer.AllowedScopes().Where(limits.Allows)
            .Except(ExchangeGrantTypes.ScopesOfSignIn);
        string[] asserted = assertion.Claim(Claims.Scope)?.Split(' ') ?? [ScopeCatalog.Mcp];
        var scopes = asserted.Intersect(allowed, StringComparer.Ordinal).ToList();
        var asked = request.GetScopes();
        if (asked.Except(scopes, StringComparer.Ordinal).Any() || scopes.Count == 0)
            return Refuse(Errors.InvalidScope, "A scope is not in the assertion, or not for this issuer and client.");

        var audiences = resources.Where(resource => limits.Allow([resource])).ToList();
        if (request.GetResources() is { IsDefaultOrEmpty: false } wanted)
        {
            if (known.ResolveAll(wanted) is not { } resolved || resolved.Except(audiences).Any())
                return Refuse(Errors.InvalidTarget, "The resource is not in the assertion, or not for this client.");
            audiences = [.. resolved];
        }

        return audiences.Count == 0
            ? Refuse(Errors.InvalidTarget, "The resource of the assertion is not for this client.")
            : (new IdentityAssertionRange(asked.IsDefaultOrEmpty ? scopes : [.. asked], audiences), null);
    }

    private static (IdentityAssertionRange?, GrantResult?) Refuse(string error, string description) =>
        (null, new GrantResult(null, error, description));
}
