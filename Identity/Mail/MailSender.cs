using MailKit.Net.Smtp;

namespace McpAspire.Identity.Mail;

/// <summary>
/// Sends what is in the outbox, and tries again where a server is away. What is left at a stop is lost.
/// </summary>
internal sealed partial class MailSender(
    Outbox outbox,
    IMailTransport transport,
    IServiceScopeFactory scopes,
    TimeProvider clock,
    ILogger<MailSender> logger) : BackgroundService
{
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var write in outbox.Letters.ReadAllAsync(stoppingToken))
            {
                if (await TryWriteAsync(write) is { } letter)
                    await TrySendAsync(letter, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A start that fails ends this too, and what is told of it should not end in a stack trace.
        }
    }

    private async Task<Letter?> TryWriteAsync(Func<IServiceProvider, Task<Letter?>> write)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await write(scope.ServiceProvider);
        }
        catch (Exception exception)
        {
            LogUnwritten(exception);
            return null;
        }
    }

    private async Task TrySendAsync(Letter letter, CancellationToken stoppingToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                await transport.SendAsync(letter, stoppingToken);
                return;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The mail itself, with its link and its address, is in no log; a server repeats the address.
                if (exception is SmtpCommandException answer)
                    LogRefused((int)answer.StatusCode, answer.ErrorCode, attempt, Attempts);
                else
                    LogFailed(exception, attempt, Attempts);
                // RFC 5321, section 4.2.1: after such an answer the same must not be tried again.
                if (exception is SmtpCommandException { StatusCode: >= (SmtpStatusCode)500 })
                    return;
                if (attempt < Attempts)
                    await Task.Delay(Pause * attempt, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "A mail could not be written")]
    private partial void LogUnwritten(Exception exception);

    [LoggerMessage(LogLevel.Error, "A mail was refused with {Status} ({Error}), attempt {Attempt} of {Attempts}")]
    private partial void LogRefused(int status, SmtpErrorCode error, int attempt, int attempts);

    [LoggerMessage(LogLevel.Error, "A mail could not be sent, attempt {Attempt} of {Attempts}")]
    private partial void LogFailed(Exception exception, int attempt, int attempts);
}
