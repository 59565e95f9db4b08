using McpAspire.Identity.Users;
using Microsoft.AspNetCore.Identity;

namespace McpAspire.Identity.Regulation;

/// <summary>Whom an attempt is aimed at, whatever the factor knows them by.</summary>
internal sealed class AccountNames(IServiceScopeFactory scopes)
{
    /// <summary>The typed name, or the name of the account whose id stands in its place at later factors.</summary>
    public async Task<string> OfAsync(SignInFactor factor, string subject)
    {
        if (factor == SignInFactor.Password || !Guid.TryParse(subject, out _))
            return subject;

        await using var scope = scopes.CreateAsyncScope();
        var account = await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByIdAsync(subject);
        return account?.UserName ?? subject;
    }

    public async Task<Account?> FindAsync(string name)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<UserManager<Account>>().FindByNameAsync(name);
    }
}
