using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.DataProtection;

namespace McpAspire.Identity.OAuth.StepUp;

/// <summary>
/// Remembers across a sign-in that a request asked for one (OpenID Connect Core, section 3.1.2.1). The request comes
/// back as it was, still asking; what satisfies it is a sealed note of when it asked, and a session that began since.
/// So no editing of the address replaces the sign-in.
/// </summary>
internal sealed class FreshSignIn(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>Carries the note beside the request.</summary>
    public const string Parameter = "asked";

    /// <summary>As long as a sign-in may take.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(30);

    private readonly IDataProtector _protector = protection.CreateProtector("McpAspire.Identity.FreshSignIn");

    /// <summary>The note for this request, which counts for a session other than the present one.</summary>
    public string Ask(HttpContext context, string query)
    {
        var askedAt = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        // The id of a session is a credential, and a request may be long.
        var older = Digest.Of(CurrentSession.IdOf(context) ?? string.Empty);
        return _protector.Protect($"{askedAt} {Digest.Of(query)} {older}");
    }

    /// <summary>Whether the session began after this very request had asked for it.</summary>
    public bool IsAnswered(HttpContext context, string? note, string query, ClaimsPrincipal session)
    {
        if (string.IsNullOrEmpty(note) || Open(note) is not [var time, var request, var older]
            || !long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }

        var askedAt = DateTimeOffset.FromUnixTimeSeconds(seconds);
        return request == Digest.Of(query)
            && clock.GetUtcNow() - askedAt < Lifetime
            && session.SignedInAt() >= askedAt
            // Times are whole seconds; an older session may be of the same.
            && CurrentSession.IdOf(context) is { } current && older != Digest.Of(current);
    }

    private string[]? Open(string note)
    {
        try
        {
            return _protector.Unprotect(note).Split(' ');
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
