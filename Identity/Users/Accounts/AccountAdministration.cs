using McpAspire.Identity.Audit;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>
/// What may be done to accounts, for the pages and for the command line. The actor is the administrator who does it, or
/// nobody where it is the command line.
/// </summary>
internal sealed class AccountAdministration(
    UserManager<Account> accounts,
    AccountEmails emails,
    GroupMembership membership,
    AdministratorGuard guard,
    PasswordRules rules,
    AccountSessions sessions,
    TimeProvider clock,
    AuditLog audit)
{
    public const string Gone = "There is no such user.";
    public const string Changed = "Somebody else changed this user at the same moment. Look again, then try again.";

    public async Task<AccountChange> CreateAsync(
        NewAccount wanted, Guid? actorId, CancellationToken cancellationToken)
    {
        var groups = GroupMembership.Normalize(wanted.Groups);
        if (await ProblemOfAsync(wanted, groups) is { } problem)
            return AccountChange.Refuse(problem);

        var account = new Account
        {
            Id = Guid.NewGuid(),
            UserName = wanted.Name.ToLowerInvariant(),
            Email = wanted.Email,
            // The administrator vouches for it, as a link in a mail does for one that somebody writes themselves.
            EmailConfirmed = wanted.Email is not null,
            DisplayName = wanted.DisplayName,
            PasswordIsOneTime = wanted.Password is null,
            CreatedAt = clock.GetUtcNow(),
        };
        if (wanted.Password is { } chosen && await rules.ProblemAsync(account, chosen, chosen) is { } weak)
            return AccountChange.Refuse(weak);

        var password = wanted.Password ?? OneTimePassword.Create();
        // Hashing takes long on purpose, so it is done before anybody has to wait for this transaction.
        account.PasswordHash = accounts.PasswordHasher.HashPassword(account, password);
        if (await TryAddAsync(account, groups, cancellationToken) is { } refused)
            return AccountChange.Refuse(refused);

        await RecordAsync(AuditKind.AccountCreated, account.Id, actorId, method: null, GroupMembership.Listed(groups));
        return new AccountChange(account) { OneTimePassword = account.PasswordIsOneTime ? password : null };
    }

    /// <summary>Ends sessions and takes back what was granted; nothing of the account is lost.</summary>
    public async Task<AccountChange> DisableAsync(Guid id, Guid? actorId, CancellationToken cancellationToken)
    {
        var done = await ChangeAsync(id, cancellationToken, account =>
        {
            account.DisabledAt ??= clock.GetUtcNow();
            // The stamp is compared on every page and at every refresh.
            return accounts.UpdateSecurityStampAsync(account);
        });
        if (done.Account is null)
            return done;

        await RecordAsync(AuditKind.AccountChanged, id, actorId, "disable");
        await sessions.EndAsync(id, cancellationToken);
        return done;
    }

    public async Task<AccountChange> EnableAsync(Guid id, Guid? actorId, CancellationToken cancellationToken)
    {
        var done = await ChangeAsync(id, cancellationToken, account =>
        {
            account.DisabledAt = null;
            return accounts.UpdateAsync(account);
        });
        if (done.Account is not null)
            await RecordAsync(AuditKind.AccountChanged, id, actorId, "enable");
        return done;
    }

    public async Task<AccountChange> SetGroupsAsync(
        Guid id, IEnumerable<string> names, Guid? actorId, CancellationToken cancellationToken)
    {
        var groups = GroupMembership.Normalize(names);
        if (GroupMembership.ProblemOf(groups) is { } problem)
            return AccountChange.Refuse(problem);

        var done = await ChangeAsync(id, cancellationToken, account => membership.SetAsync(account, groups));
        if (done.Account is not null)
            await RecordAsync(AuditKind.AccountChanged, id, actorId, "groups", GroupMembership.Listed(groups));
        return done;
    }

    public async Task<AccountChange> DeleteAsync(Guid id, Guid? actorId, CancellationToken cancellationToken)
    {
        var done = await ChangeAsync(id, cancellationToken, accounts.DeleteAsync);
        if (done.Account is not { } account)
            return done;

        await RecordAsync(AuditKind.AccountRemoved, id, actorId, method: null, account.UserName);
        await sessions.EndAsync(id, cancellationToken);
        return done;
    }

    private async Task<AccountChange> ChangeAsync(
        Guid id, CancellationToken cancellationToken, Func<Account, Task<IdentityResult>> change)
    {
        Account? account = null;
        var problem = await guard.RunAsync(
            async () =>
            {
                account = await accounts.FindByIdAsync(id.ToString());
                return account is null ? Gone : AccountChange.ProblemOf(await change(account));
            },
            cancellationToken);
        return problem is null ? new AccountChange(account) : AccountChange.Refuse(problem);
    }

    private async Task<string?> TryAddAsync(
        Account account, IReadOnlyList<string> groups, CancellationToken cancellationToken)
    {
        try
        {
            return await guard.RunAsync(
                async () => AccountChange.ProblemOf(await accounts.CreateAsync(account))
                    ?? AccountChange.ProblemOf(await membership.SetAsync(account, groups)),
                cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two who create the same name at once both find it free; the index lets one of them pass.
            return Changed;
        }
    }

    private async Task<string?> ProblemOfAsync(NewAccount wanted, IReadOnlyList<string> groups)
    {
        var problem = AccountName.ProblemOf(wanted.Name)
            ?? AccountDetails.EmailProblemOf(wanted.Email)
            ?? AccountDetails.DisplayNameProblemOf(wanted.DisplayName)
            ?? GroupMembership.ProblemOf(groups);
        if (problem is not null)
            return problem;
        if (await accounts.FindByNameAsync(wanted.Name) is not null)
            return $"There is a user '{wanted.Name.ToLowerInvariant()}' already.";
        // A reset by mail goes to an address, and must not choose between two people.
        return wanted.Email is not null && await emails.IsTakenAsync(wanted.Email)
            ? $"Another user has the address {wanted.Email} already."
            : null;
    }

    private ValueTask RecordAsync(
        AuditKind kind, Guid accountId, Guid? actorId, string? method, string? detail = null) =>
        audit.RecordAsync(new AuditEvent(kind)
        {
            AccountId = accountId,
            ActorId = actorId,
            Method = method,
            Detail = detail,
        });
}
