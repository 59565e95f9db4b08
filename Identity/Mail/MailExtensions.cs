using McpAspire.Identity.Audit;
using McpAspire.Identity.Mail.Address;
using McpAspire.Identity.Mail.Links;
using McpAspire.Identity.Startup;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Mail;

internal static class MailExtensions
{
    public static void AddMail(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<MailOptions, MailOptionsValidator>(MailOptions.Section);
        services.AddSingleton<Outbox>();
        services.AddSingleton<IMailTransport>(provider =>
            string.IsNullOrWhiteSpace(provider.GetRequiredService<IOptions<MailOptions>>().Value.Host)
                ? ActivatorUtilities.CreateInstance<FolderTransport>(provider)
                : ActivatorUtilities.CreateInstance<SmtpTransport>(provider));
        services.AddHostedService<MailSender>();
        services.AddSingleton<IAuditListener, ChangeNotices>();
        services.AddSingleton<MailLinks>();
        services.AddSingleton<BrowserMark>();
        services.AddSingleton<SentMails>();
        services.AddScoped<AddressChange>();
    }
}
