using System.Security.Claims;
using System.Text.Json;
using McpAspire.ServiceDefaults.Dpop;
using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace McpAspire.Identity.OAuth.Dpop;

/// <summary>Where the thumbprint of a client's key stands: in a request, in a grant, and in an access token.</summary>
internal static class KeyBinding
{
    /// <summary>RFC 9449, section 10.</summary>
    public const string Parameter = "dpop_jkt";

    /// <summary>RFC 7800: what an access token is bound to.</summary>
    public const string Confirmation = "cnf";

    /// <summary>In codes and refresh tokens, which nobody else reads.</summary>
    private const string GrantClaim = "mcpaspire_jkt";

    private const string ProofProperty = "McpAspire.Identity.Dpop.Proof";

    public static void KeepProof(this OpenIddictServerTransaction transaction, DpopProof proof) =>
        transaction.SetProperty(ProofProperty, proof);

    public static DpopProof? Proof(this OpenIddictServerTransaction transaction) =>
        transaction.GetProperty<DpopProof>(ProofProperty);

    public static string? BoundKey(this ClaimsPrincipal grant) => grant.GetClaim(GrantClaim);

    public static void BindTo(this ClaimsPrincipal grant, string? thumbprint) =>
        grant.SetClaim(GrantClaim, thumbprint);

    /// <summary>The key in <c>cnf</c>, or null. Empty is a binding of another kind, which nobody fulfils.</summary>
    public static string? Confirmed(this ClaimsPrincipal token)
    {
        if (token.GetClaim(Confirmation) is not { } json)
            return null;

        try
        {
            using var confirmation = JsonDocument.Parse(json);
            return confirmation.RootElement.GetProperty("jkt").GetString() ?? string.Empty;
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException
            or KeyNotFoundException)
        {
            return string.Empty;
        }
    }
}
