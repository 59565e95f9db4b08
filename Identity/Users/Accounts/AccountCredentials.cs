using McpAspire.Identity.Audit;
using McpAspire.Identity.Factors;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>
/// Takes away or replaces what an account proves itself by, for somebody who lost it. All sessions and grants end.
/// </summary>
internal sealed class AccountCredentials(
    UserManager<Account> accounts,
    AccountReset reset,
    SecondFactors factors,
    PasswordRules rules,
    AccountSessions sessions,
    AuditLog audit)
{
    /// <summary>Takes every factor away and gives a one-time password.</summary>
    public Task<AccountChange> ResetAsync(Guid id, Guid? actorId, CancellationToken cancellationToken) =>
        ChangeAsync(id, actorId, "reset", async account =>
        {
            var password = OneTimePassword.Create();
            if (AccountChange.ProblemOf(await reset.ReplaceAsync(account, password, cancellationToken)) is { } problem)
                return AccountChange.Refuse(problem);

            await sessions.EndAsync(id, cancellationToken);
            return new AccountChange(account) { OneTimePassword = password };
        });

    /// <summary>Takes every second factor away. The password stays, and whoever has it enrols a new factor.</summary>
    public Task<AccountChange> ResetFactorsAsync(Guid id, Guid? actorId, CancellationToken cancellationToken) =>
        ChangeAsync(id, actorId, "reset factors", async account =>
        {
            if (AccountChange.ProblemOf(await accounts.UpdateSecurityStampAsync(account)) is { } problem)
                return AccountChange.Refuse(problem);

            await factors.RemoveAllAsync(id, cancellationToken);
            await sessions.EndAsync(id, cancellationToken);
            return new AccountChange(account);
        });

    /// <summary>
    /// Gives the account that password, or one for one use where there is none. The second factors stay.
    /// </summary>
    public Task<AccountChange> ResetPasswordAsync(
        Guid id, string? chosen, Guid? actorId, CancellationToken cancellationToken) =>
        ChangeAsync(id, actorId, "reset password", async account =>
        {
            if (chosen is not null && await rules.ProblemAsync(account, chosen, chosen) is { } weak)
                return AccountChange.Refuse(weak);

            var password = chosen ?? OneTimePassword.Create();
            account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
            account.PasswordIsOneTime = chosen is null;
            if (AccountChange.ProblemOf(await accounts.UpdateSecurityStampAsync(account)) is { } problem)
                return AccountChange.Refuse(problem);

            await sessions.EndAsync(id, cancellationToken);
            return new AccountChange(account) { OneTimePassword = chosen is null ? password : null };
        });

    private async Task<AccountChange> ChangeAsync(
        Guid id, Guid? actorId, string method, Func<Account, Task<AccountChange>> change)
    {
        if (await accounts.FindByIdAsync(id.ToString()) is not { } account)
            return AccountChange.Refuse(AccountAdministration.Gone);

        var done = await change(account);
        if (done.Account is not null)
        {
            await audit.RecordAsync(new AuditEvent(AuditKind.AccountChanged)
            {
                AccountId = id, ActorId = actorId, Method = method,
            });
        }

        return done;
    }
}
