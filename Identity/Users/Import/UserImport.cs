using McpAspire.Identity.Audit;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace McpAspire.Identity.Users.Import;

/// <summary>
/// Takes users of another server over, with the passwords that they have. Whoever is here already is left alone, so
/// that running it again neither brings an old password back nor undoes what was changed since.
/// </summary>
internal sealed class UserImport(
    UserManager<Account> accounts,
    AccountEmails known,
    GroupMembership membership,
    AdministratorGuard guard,
    AccountDirectory directory,
    TimeProvider clock,
    AuditLog audit)
{
    public const string NoPassword = "has no password here until somebody resets it";

    /// <summary>With a dry run everything is checked and nothing written.</summary>
    public async Task<IReadOnlyList<ImportedUser>> RunAsync(
        IReadOnlyList<FileUser> users, string? administrators, bool isDry, CancellationToken cancellationToken)
    {
        var report = new List<ImportedUser>();
        var (names, emails) = (new HashSet<string>(), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var user in users)
        {
            var entry = new ImportEntry(user, administrators);
            var name = AccountDetails.Shown(user.Name);
            if (AccountName.ProblemOf(user.Name) is { } problem)
                report.Add(new ImportedUser(name, ImportOutcome.Refused, [problem]));
            else if (!names.Add(entry.Name))
                report.Add(new ImportedUser(name, ImportOutcome.Refused, ["another user of the file has this name"]));
            else if (await directory.FindIdAsync(entry.Name, cancellationToken) is not null)
                report.Add(new ImportedUser(name, ImportOutcome.Present, ["is here already, and was left as it is"]));
            else
                report.Add(await TakeAsync(entry, emails, isDry, cancellationToken));
        }

        return report;
    }

    private async Task<ImportedUser> TakeAsync(
        ImportEntry entry, HashSet<string> emails, bool isDry, CancellationToken cancellationToken)
    {
        if (entry.Email is { } email && (!emails.Add(email) || await known.IsTakenAsync(email)))
            entry.DropEmail();
        if (!isDry && await TryAddAsync(entry, cancellationToken) is { } problem)
            return new ImportedUser(entry.Name, ImportOutcome.Refused, [problem]);

        return new ImportedUser(entry.Name, ImportOutcome.Taken, entry.Notes);
    }

    private async Task<string?> TryAddAsync(ImportEntry entry, CancellationToken cancellationToken)
    {
        var account = new Account
        {
            Id = Guid.NewGuid(),
            UserName = entry.Name,
            DisplayName = entry.DisplayName,
            Email = entry.Email,
            EmailConfirmed = entry.Email is not null,
            PasswordHash = entry.PasswordHash,
            DisabledAt = entry.IsDisabled ? clock.GetUtcNow() : null,
            CreatedAt = clock.GetUtcNow(),
        };
        try
        {
            var problem = await guard.RunAsync(
                async () => AccountChange.ProblemOf(await accounts.CreateAsync(account))
                    ?? AccountChange.ProblemOf(await membership.SetAsync(account, entry.Groups)),
                cancellationToken);
            if (problem is not null)
                return problem;
        }
        catch (DbUpdateException)
        {
            return "somebody else made a user of this name at the same moment";
        }

        await audit.RecordAsync(new AuditEvent(AuditKind.AccountCreated)
        {
            AccountId = account.Id, Method = "import", Detail = GroupMembership.Listed(entry.Groups),
        });
        return null;
    }
}
