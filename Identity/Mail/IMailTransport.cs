namespace McpAspire.Identity.Mail;

/// <summary>Takes a mail to where it can be read.</summary>
internal interface IMailTransport
{
    Task SendAsync(Letter letter, CancellationToken cancellationToken);
}
