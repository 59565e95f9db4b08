using MimeKit;

namespace McpAspire.Identity.Mail;

internal static class LetterWriting
{
    public static MimeMessage ToMessage(this Letter letter, MailOptions options, DateTimeOffset now)
    {
        var message = new MimeMessage { Date = now, Subject = letter.Subject };
        message.From.Add(new MailboxAddress(options.FromName, options.From ?? "identity@localhost"));
        message.To.Add(new MailboxAddress(name: null, letter.To));
        // RFC 3834, section 5: no out-of-office answers to what no person wrote.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new TextPart("plain") { Text = letter.Text };
        return message;
    }
}
