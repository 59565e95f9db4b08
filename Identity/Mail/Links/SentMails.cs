using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Mail.Links;

/// <summary>Bounds the mails that one account is sent: anybody can ask for one in its name.</summary>
internal sealed class SentMails(WindowCounter counter)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> TryTakeAsync(Guid accountId, int most) =>
        await counter.CountAsync($"idp:mails:{accountId}", Window) <= most;
}
