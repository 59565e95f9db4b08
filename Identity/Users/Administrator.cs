using McpAspire.Identity.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>The administrator that the operator of this installation looks after.</summary>
internal sealed class Administrator(
    UserManager<Account> accounts,
    RoleManager<Group> groups,
    IdentityDatabase database,
    AccountReset reset,
    TimeProvider clock,
    IOptions<AdministratorOptions> options)
{
    public async Task<Account?> FindAsync()
    {
        if (await accounts.FindByNameAsync(options.Value.Name) is { DisabledAt: null } named
            && await accounts.IsInRoleAsync(named, Group.Administrators))
        {
            return named;
        }

        var all = await accounts.GetUsersInRoleAsync(Group.Administrators);
        return all.OrderBy(account => account.DisabledAt is not null).ThenBy(account => account.CreatedAt)
            .FirstOrDefault();
    }

    /// <summary>Creates account and membership together, so that no replica ever sees one without the other.</summary>
    public async Task<Account> CreateAsync(string oneTimePassword, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        if (!await groups.RoleExistsAsync(Group.Administrators))
            (await groups.CreateAsync(new Group { Id = Guid.NewGuid(), Name = Group.Administrators })).ThrowIfFailed();

        var account = new Account
        {
            Id = Guid.NewGuid(),
            UserName = options.Value.Name,
            PasswordIsOneTime = true,
            CreatedAt = clock.GetUtcNow(),
        };
        (await accounts.CreateAsync(account, oneTimePassword)).ThrowIfFailed();
        (await accounts.AddToRoleAsync(account, Group.Administrators)).ThrowIfFailed();
        await transaction.CommitAsync(cancellationToken);
        return account;
    }

    public Task ResetAsync(Account account, string oneTimePassword, CancellationToken cancellationToken) =>
        reset.ResetAsync(account, oneTimePassword, cancellationToken);
}
