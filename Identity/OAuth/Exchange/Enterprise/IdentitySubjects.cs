using McpAspire.Identity.OAuth.Exchange.Trust;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// Finds the accounts of an issuer's people. Whoever has a name or an address that another subject of the same issuer
/// had before does not get the account with it.
/// </summary>
internal sealed class IdentitySubjects(UserManager<Account> accounts)
{
    public async Task<SubjectMatch> FindAsync(IdentityAssertion assertion, CancellationToken cancellationToken)
    {
        var match = await MatchAsync(assertion, cancellationToken);
        return match.Account?.DisabledAt is null ? match : SubjectMatch.None("the account is disabled");
    }

    private async Task<SubjectMatch> MatchAsync(IdentityAssertion assertion, CancellationToken cancellationToken)
    {
        var issuer = assertion.TrustedIssuer;
        if (issuer.Links.FirstOrDefault(link => link.Subject == assertion.Claim(Claims.Subject)) is { } link)
        {
            return await accounts.FindByNameAsync(link.UserName) is { } linked
                ? new SubjectMatch(linked)
                : SubjectMatch.None("the linked account does not exist");
        }

        var login = LoginOf(assertion);
        if (await accounts.FindByLoginAsync(login.LoginProvider, login.ProviderKey) is { } known)
            return new SubjectMatch(known);
        if (issuer.Mapping is SubjectMapping.Link)
            return SubjectMatch.None("the subject is not linked");
        if (assertion.Claim(issuer.ComparedClaim()) is not { } value)
            return SubjectMatch.None($"the claim {issuer.ComparedClaim()} is missing");
        if (issuer.Mapping is SubjectMapping.Email
            && assertion.Has(Claims.EmailVerified) && !assertion.IsTrue(Claims.EmailVerified))
            return SubjectMatch.None("the address is not verified");

        var found = await CompareAsync(issuer.Mapping, value, cancellationToken);
        if (found.Count > 1)
            return SubjectMatch.None("several accounts have that address");
        if (found.Count == 0)
        {
            return issuer.CreateAccounts
                ? new SubjectMatch(null, IsRemembered: false)
                : SubjectMatch.None("no account matches");
        }

        var remembered = (await accounts.GetLoginsAsync(found[0]))
            .Where(other => other.LoginProvider == login.LoginProvider).ToList();
        // Another request about the same person may have remembered them a moment ago.
        if (remembered.Exists(other => other.ProviderKey == login.ProviderKey))
            return new SubjectMatch(found[0]);
        return remembered.Count > 0
            ? SubjectMatch.None("the account belongs to another subject of the issuer")
            : new SubjectMatch(found[0], IsRemembered: false);
    }

    private async Task<IReadOnlyList<Account>> CompareAsync(
        SubjectMapping mapping, string value, CancellationToken cancellationToken)
    {
        if (mapping is SubjectMapping.UserName)
            return await accounts.FindByNameAsync(value) is { } account ? [account] : [];

        // One that nobody has shown to read may be that of anybody.
        var address = accounts.NormalizeEmail(value);
        return await accounts.Users.Where(it => it.NormalizedEmail == address && it.EmailConfirmed)
            .Take(2).ToListAsync(cancellationToken);
    }

    /// <summary>The subject as a digest, which fits the column whatever its length.</summary>
    public static UserLoginInfo LoginOf(IdentityAssertion assertion)
    {
        var issuer = assertion.TrustedIssuer;
        var subject = $"{issuer.Tenant}\n{assertion.Claim(Claims.Subject)}";
        var key = Digest.Of(subject);
        return new UserLoginInfo(issuer.Issuer, key, issuer.Issuer);
    }
}
