using System.Runtime.ExceptionServices;
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
    AccountEmails emails,
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

        var account = match.Account ?? await DescribeAsync(assertion);
        string? problem = null;
        DbUpdateException? failure = null;
        try
        {
            problem = await WriteAsync(assertion, account, match.Account is null);
            if (problem is null)
                return new SubjectMatch(account);
        }
        catch (DbUpdateException refused)
        {
            failure = refused;
        }

        // Another request with an assertion about the same person may have been quicker.
        database.ChangeTracker.Clear();
        var again = await subjects.FindAsync(assertion, cancellationToken);
        if (again is { Account: not null, IsRemembered: true } or { Problem: not null })
            return again;
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
        return SubjectMatch.None(problem ?? string.Empty);
    }

    /// <summary>Writes account and subject together, so that neither is ever there without the other.</summary>
    private async Task<string?> WriteAsync(IdentityAssertion assertion, Account account, bool isNew)
    {
        var login = IdentitySubjects.LoginOf(assertion);
        database.UserLogins.Add(new IdentityUserLogin<Guid>
        {
            UserId = account.Id,
            LoginProvider = login.LoginProvider,
            ProviderKey = login.ProviderKey,
            ProviderDisplayName = login.ProviderDisplayName,
        });
        if (!isNew)
            await database.SaveChangesAsync();
        else if (await accounts.CreateAsync(account) is { Succeeded: false, Errors: var errors })
            return $"the account could not be written: {string.Join(' ', errors.Select(error => error.Code))}";

        await audit.RecordAsync(new AuditEvent(isNew ? AuditKind.AccountCreated : AuditKind.AccountChanged)
        {
            AccountId = account.Id,
            ClientId = assertion.Claim(Claims.ClientId),
            Method = "id-jag",
            Detail = $"{(isNew ? "created" : "linked")} by {assertion.TrustedIssuer.Issuer}",
        });
        return null;
    }

    /// <summary>
    /// It has no password: unless its owner resets that by mail, nobody signs in with it. So it gets only an address
    /// that the issuer vouches for, and that nobody else has.
    /// </summary>
    private async Task<Account> DescribeAsync(IdentityAssertion assertion)
    {
        var email = assertion.IsTrue(Claims.EmailVerified) ? assertion.Claim(Claims.Email) : null;
        if (email is not null && await emails.IsTakenAsync(email))
            email = null;
        return new Account
        {
            Id = Guid.NewGuid(),
            UserName = assertion.Claim(assertion.TrustedIssuer.ComparedClaim()),
            Email = email,
            EmailConfirmed = email is not null,
            CreatedAt = clock.GetUtcNow(),
        };
    }
}
