namespace McpAspire.Identity.Mail;

internal static class MailExtensions
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
    }
}
