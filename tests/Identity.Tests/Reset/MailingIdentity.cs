using McpAspire.Identity.Tests.Mail;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.Reset;

/// <summary>A host that writes its mails to a folder.</summary>
public sealed class MailingIdentity : IAsyncLifetime
{
    public IdentityHost Host { get; private set; } = null!;

    internal MailFolder Mails { get; } = new();

    public async ValueTask InitializeAsync() => Host = await StartAsync(Mails);

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Mails.Dispose();
    }

    internal static Task<IdentityHost> StartAsync(MailFolder mails, params (string Key, string Value)[] settings)
    {
        var all = new Dictionary<string, string?> { ["Identity:Mail:Folder"] = mails.Path };
        foreach (var (key, value) in settings)
            all[key] = value;
        return IdentityHost.StartAsync(new() { Extra = all });
    }
}
