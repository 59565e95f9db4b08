using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Consent;

/// <summary>What people have allowed, and whether that covers a new request.</summary>
internal sealed class RememberedConsents(
    IdentityDatabase database, TimeProvider clock, IOptions<ConsentOptions> options)
{
    private const int GuidBytes = 16;

    /// <summary>
    /// Whether the person has allowed all of this before, to this client at this address. A client that asks for the
    /// question (OpenID Connect Core, section 3.1.2.1) gets it.
    /// </summary>
    public async Task<bool> CoverAsync(
        OpenIddictRequest request, ConsentRequest asked, CancellationToken cancellationToken)
    {
        if (request.HasPromptValue(OpenIddictConstants.PromptValues.Consent) || !MayCount(asked.RedirectUri))
            return false;

        var now = clock.GetUtcNow();
        var given = await Of(asked).AsNoTracking().Where(consent => consent.ExpiresAt > now)
            .ToListAsync(cancellationToken);
        return given.Exists(consent =>
            Covers(consent.Scopes, asked.Scopes) && Covers(consent.Resources, asked.Resources));
    }

    /// <summary>
    /// Keeps a yes. One that may not count again is kept as well, spent: people see what they allowed.
    /// </summary>
    public async Task KeepAsync(ConsentRequest asked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var consent = await Of(asked).FirstOrDefaultAsync(cancellationToken);
        if (consent is null)
        {
            consent = new RememberedConsent
            {
                Id = IdOf(asked),
                AccountId = asked.AccountId,
                ClientId = asked.ClientId,
                RedirectUri = AddressOf(asked),
                Scopes = string.Empty,
                Resources = string.Empty,
                GivenAt = now,
            };
            database.RememberedConsents.Add(consent);
        }

        // The last answer takes the place of the one before: two modest answers do not add up to a generous one.
        consent.Scopes = Join(asked.Scopes);
        consent.Resources = Join(asked.Resources);
        consent.GivenAt = now;
        consent.ExpiresAt = MayCount(asked.RedirectUri) ? now + options.Value.Remember : now;
        try
        {
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (database.Entry(consent).State is EntityState.Added)
        {
            // Another answer about the same came at the same moment. This one is the last.
            database.Entry(consent).State = EntityState.Modified;
            await database.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>
    /// How long an answer to this address counts. RFC 8252, section 8.6: whoever listens on a port of the device, or
    /// took a private scheme, can pass for the client, so a person has to be there each time.
    /// </summary>
    public TimeSpan LifetimeFor(string redirectUri) => MayCount(redirectUri) ? options.Value.Remember : TimeSpan.Zero;

    private static bool MayCount(string redirectUri) =>
        Uri.TryCreate(redirectUri, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps && !uri.IsLoopback;

    private IQueryable<RememberedConsent> Of(ConsentRequest asked)
    {
        var address = AddressOf(asked);
        return database.RememberedConsents.Where(consent =>
            consent.AccountId == asked.AccountId && consent.ClientId == asked.ClientId
            && consent.RedirectUri == address);
    }

    /// <summary>
    /// A native application takes another port each time, which would make a row of its own each time.
    /// </summary>
    private static string AddressOf(ConsentRequest asked)
    {
        var uri = new Uri(asked.RedirectUri);
        return uri is { IsLoopback: true, Scheme: "http" }
            ? new UriBuilder(uri) { Port = -1 }.Uri.AbsoluteUri
            : asked.RedirectUri;
    }

    /// <summary>An index would take the same three, which may be longer than its entries may be.</summary>
    private static Guid IdOf(ConsentRequest asked)
    {
        var text = $"{asked.AccountId}\n{asked.ClientId}\n{AddressOf(asked)}";
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, GuidBytes));
    }

    private static bool Covers(string given, IEnumerable<string> asked) =>
        !asked.Except(given.Split(' '), StringComparer.Ordinal).Any();

    private static string Join(IEnumerable<string> values) => string.Join(' ', values.Order(StringComparer.Ordinal));
}
