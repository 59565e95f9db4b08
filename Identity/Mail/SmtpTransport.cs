using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Mail;

/// <summary>Hands mail to a server, one connection each: they are few.</summary>
internal sealed class SmtpTransport(IOptions<MailOptions> options, TimeProvider clock) : IMailTransport
{
    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        var value = options.Value;
        using var client = new SmtpClient { Timeout = (int)value.Timeout.TotalMilliseconds };
        if (!string.IsNullOrWhiteSpace(value.AuthoritiesFile))
            PrivateAuthorities.Read(value.AuthoritiesFile).AreTrustedBy(client);
        // The settings are validated: where this transport is used there is a host, and a password with each name.
        await client.ConnectAsync(value.Host!, value.Port, SecurityOf(value), cancellationToken);
        if (!string.IsNullOrEmpty(value.UserName))
            await client.AuthenticateAsync(value.UserName, value.Password!, cancellationToken);
        await client.SendAsync(letter.ToMessage(value, clock.GetUtcNow()), cancellationToken);
        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    /// <summary>
    /// Never one that falls back to plain text where the server, or somebody before it, offers no other.
    /// </summary>
    private static SecureSocketOptions SecurityOf(MailOptions options) => options.Security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
