using McpAspire.Identity.Users.Accounts;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Running;

/// <summary>Looks at accounts, and changes them behind the back of whoever is signed in.</summary>
internal static class AccountsOf
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<AccountOverview?> FindAsync(IdentityHost host, string name) =>
        host.InDatabaseAsync(async services =>
        {
            var directory = services.GetRequiredService<AccountDirectory>();
            return await directory.FindIdAsync(name, Cancellation) is { } id
                ? await directory.FindAsync(id, Cancellation)
                : null;
        });

    public static Task<AccountChange> SetGroupsAsync(IdentityHost host, Guid id, params string[] groups) =>
        host.InDatabaseAsync(services => services.GetRequiredService<AccountAdministration>()
            .SetGroupsAsync(id, groups, actorId: null, Cancellation));
}
