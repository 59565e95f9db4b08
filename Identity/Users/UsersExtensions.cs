using McpAspire.Identity.Startup;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Users.Accounts;
using McpAspire.Identity.Users.Hashing;
using McpAspire.Identity.Users.Import;
using McpAspire.Identity.Users.Policy;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Users;

internal static class UsersExtensions
{
    public static void AddUsers(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<PasswordOptions, PasswordOptions.Validator>(PasswordOptions.Section);
        services.AddSettings<AdministratorOptions, AdministratorOptions.Validator>(AdministratorOptions.Section);

        // Before Identity adds its own, which it does only where there is none.
        services.AddSingleton<HashingGate>();
        services.AddSingleton<AccountPasswordHasher>();
        services.AddSingleton<IPasswordHasher<Account>>(
            provider => provider.GetRequiredService<AccountPasswordHasher>());
        services
            .AddIdentityCore<Account>(identity =>
            {
                // The version of the tables that has one for passkeys.
                identity.Stores.SchemaVersion = IdentitySchemaVersions.Version3;
                // PasswordRules speaks to the person; length is what counts, not kinds of characters.
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredLength = 1;
                identity.Password.RequiredUniqueChars = 1;
                // Lock-out by name would let a stranger lock the owner out.
                identity.Lockout.AllowedForNewUsers = false;
            })
            .AddUserManager<AccountManager>()
            .AddRoles<Group>()
            .AddEntityFrameworkStores<IdentityDatabase>();

        services.AddSingleton<DecoyHash>();
        services.AddScoped<PasswordCheck>();
        services.AddSingleton<CommonPasswords>();
        services.AddSingleton<BreachedPasswords>();
        services.AddSingleton<PasswordPolicy>();
        services.AddScoped<PasswordRules>();
        services.AddScoped<AccountEmails>();
        services.AddScoped<AccountReset>();
        services.AddScoped<AdministratorGuard>();
        services.AddScoped<GroupMembership>();
        services.AddScoped<AccountDirectory>();
        services.AddScoped<AccountAdministration>();
        services.AddScoped<AccountCredentials>();
        services.AddScoped<AccountSessions>();
        services.AddScoped<UserImport>();
        services.AddScoped<Administrator>();
        services.AddSingleton<AdministratorAtStart>();
        services.AddHostedService(provider => provider.GetRequiredService<AdministratorAtStart>());
    }
}
