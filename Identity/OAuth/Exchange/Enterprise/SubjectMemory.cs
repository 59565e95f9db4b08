using McpAspire.Identity.Audit;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.OAuth.Exchange.Enterprise;

/// <summary>
/// Remembers which subject of an issuer an account was found for. Names and addresses are given to somebody else one
/// day, subjects never are.
/// </summary>
internal sealed class SubjectMemory(
    IdentitySubjects subjects,
    UserManager<Account> accounts,
    IdentityDatabase database,
    AuditLog audit,
    TimeProvider clock)
{
    /// <summary>Remembers the subject, for whom an account is created where there is none and it may be.</summary>
    public async Task<SubjectMatch> SettleAsync(
        IdentityAssertion assertion, SubjectMatch match, CancellationToken cancellationToken)
    {
        if (match.IsRemembered)
            return match;

        var account = match.Account ?? Describe(assertion);
        var problem = await TryWriteAsync(assertion, account, match.Account is null);
        if (problem is null)
            return new SubjectMatch(account);
        var again = await subjects.FindAsync(assertion, cancellationToken);
        return again is { Account: not null, IsRemembered: true } ? again : SubjectMatch.None(problem);
    }

    /// <summary>Writes account and subject together, so that neither is ever there without the other.</summary>
    private async Task<string?> TryWriteAsync(IdentityAssertion assertion, Account account, bool isNew)
    {
        var login = IdentitySubjects.LoginOf(assertion);
        database.UserLogins.Add(new IdentityUserLogin<Guid>
        {
            UserId = account.Id,
            LoginProvider = login.LoginProvider,
            ProviderKey = login.ProviderKey,
            ProviderDisplayName = login.ProviderDisplayName,
        });
        var result = IdentityResult.Failed();
        try
        {
            if (isNew)
                result = await accounts.CreateAsync(account);
            else if (await database.SaveChangesAsync() > 0)
                result = IdentityResult.Success;
        }
        catch (DbUpdateException)
        {
            // Another request with an assertion about the same person was quicker.
        }

        if (!result.Succeeded)
        {
            database.ChangeTracker.Clear();
            var codes = string.Join(' ', result.Errors.Select(error => error.Code));
            return $"the account could not be written: {codes}";
        }

        await audit.RecordAsync(new AuditEvent(isNew ? AuditKind.AccountCreated : AuditKind.AccountChanged)
        {
            AccountId = account.Id,
            ClientId = assertion.Claim(Claims.ClientId),
            Method = "id-jag",
            Detail = $"{(isNew ? "created" : "linked")} by {assertion.TrustedIssuer.Issuer}",
        });
        return null;
    }

    /// <summary>It has no password: unless its owner resets that by mail, nobody signs in with it.</summary>
    private Account Describe(IdentityAssertion assertion) => new()
    {
        Id = Guid.NewGuid(),
        UserName = assertion.Claim(assertion.TrustedIssuer.ComparedClaim()),
        Email = assertion.Claim(Claims.Email),
        CreatedAt = clock.GetUtcNow(),
    };
}
