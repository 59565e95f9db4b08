using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Identity.Users.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Users.Accounts;

/// <summary>What is told when what an account proves itself by could not be replaced.</summary>
public sealed class AccountCredentialsTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("reset")]
    [InlineData("factors")]
    [InlineData("password")]
    public async Task Change_that_came_second_is_refused_and_takes_nothing_away(string deed)
    {
        var person = await _host.NewPersonAsync();

        var done = await _host.InDatabaseAsync(async services =>
        {
            // As this request has read it, before somebody else changes it.
            await services.GetRequiredService<UserManager<Account>>().FindByIdAsync(person.AccountId.ToString());
            await _host.SetStampAsync(person.AccountId);
            return await DoAsync(services, deed, person.AccountId);
        });

        Assert.Equal(new AccountChange(null, AccountAdministration.Changed), done);
        await AssertAsBeforeAsync(person);
    }

    [Theory]
    [InlineData("reset")]
    [InlineData("factors")]
    [InlineData("password")]
    public async Task Change_that_was_not_saved_is_refused_and_takes_nothing_away(string deed)
    {
        var person = await _host.NewPersonAsync();
        // Every change checks the account, and nobody may have such a name.
        var name = $"two words {Guid.NewGuid():N}";
        await _host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Users
            .Where(account => account.Id == person.AccountId)
            .ExecuteUpdateAsync(update => update.SetProperty(account => account.UserName, name), Cancellation));

        var done = await _host.InDatabaseAsync(services => DoAsync(services, deed, person.AccountId));

        Assert.Null(done.Account);
        Assert.Null(done.OneTimePassword);
        Assert.Contains("name", done.Problem, StringComparison.OrdinalIgnoreCase);
        await AssertAsBeforeAsync(person);
    }

    private static Task<AccountChange> DoAsync(IServiceProvider services, string deed, Guid id)
    {
        var credentials = services.GetRequiredService<AccountCredentials>();
        return deed switch
        {
            "reset" => credentials.ResetAsync(id, null, Cancellation),
            "factors" => credentials.ResetFactorsAsync(id, null, Cancellation),
            _ => credentials.ResetPasswordAsync(id, chosen: null, null, Cancellation),
        };
    }

    private Task AssertAsBeforeAsync(Person person) => _host.InDatabaseAsync(async services =>
    {
        var accounts = services.GetRequiredService<UserManager<Account>>();
        var account = (await accounts.FindByIdAsync(person.AccountId.ToString()))!;
        Assert.True(await accounts.CheckPasswordAsync(account, person.Password));
        Assert.False(account.PasswordIsOneTime);
        Assert.True(await services.GetRequiredService<IdentityDatabase>().Authenticators
            .AnyAsync(authenticator => authenticator.AccountId == person.AccountId, Cancellation));
        return 0;
    });
}
