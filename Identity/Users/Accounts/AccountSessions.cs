using McpAspire.Identity.Sessions;
using StackExchange.Redis;

namespace McpAspire.Identity.Users.Accounts;

/// <summary>Ends what an account opened, after a change that is in the database already.</summary>
internal sealed partial class AccountSessions(SignOutEverywhere signOut, ILogger<AccountSessions> logger)
{
    /// <summary>
    /// Everything that counts is in the database by then, and sessions are compared with it. That Redis keeps their
    /// tickets until they run out is no reason to tell whoever works beside a stopped service of a failure.
    /// </summary>
    public async Task EndAsync(Guid accountId, CancellationToken cancellationToken)
    {
        try
        {
            await signOut.SignOutAsync(accountId, cancellationToken);
        }
        catch (Exception exception) when (exception is RedisException or RedisTimeoutException)
        {
            LogNotTold(exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Debug, "Redis could not be told that sessions ended, which the security stamp tells: "
        + "{Problem}")]
    private partial void LogNotTold(string problem);
}
