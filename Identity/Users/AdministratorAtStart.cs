using McpAspire.Identity.Startup;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Users;

/// <summary>Sees to it that there is an administrator before the service listens.</summary>
internal sealed partial class AdministratorAtStart(
    IServiceScopeFactory scopes,
    IOptions<AdministratorOptions> options,
    ILogger<AdministratorAtStart> logger) : IHostedService
{
    /// <summary>Whether this start gave the administrator the configured password.</summary>
    public bool HasSetPassword { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var administrator = scope.ServiceProvider.GetRequiredService<Administrator>();
        var account = await administrator.FindAsync();
        if (account is not null && !options.Value.Reset)
            return;

        var password = options.Value.Password;
        if (string.IsNullOrEmpty(password))
        {
            throw new StartupException("Identity:Administrator:Password is missing, and there is no administrator yet. "
                + "Give a one-time password; it is replaced at the first sign-in.");
        }

        if (account is null)
        {
            HasSetPassword = await TryCreateAsync(administrator, password, cancellationToken);
            return;
        }

        await administrator.ResetAsync(account, password, cancellationToken);
        LogReset(account.UserName);
        HasSetPassword = true;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<bool> TryCreateAsync(
        Administrator administrator, string password, CancellationToken cancellationToken)
    {
        try
        {
            var account = await administrator.CreateAsync(password, cancellationToken);
            LogCreated(account.UserName);
            return true;
        }
        catch (Exception exception) when (exception is DbUpdateException or InvalidOperationException)
        {
            // A replica that starts at the same moment was first; anything else is a failure.
            await using var scope = scopes.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<Administrator>().FindAsync() is null)
                throw;
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "Created the administrator {Name} with a one-time password")]
    private partial void LogCreated(string? name);

    [LoggerMessage(LogLevel.Warning, "Reset the administrator {Name}: one-time password, no second factor, signed out")]
    private partial void LogReset(string? name);
}
