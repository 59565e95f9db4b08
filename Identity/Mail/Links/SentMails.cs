using McpAspire.Identity.Storage;

namespace McpAspire.Identity.Mail.Links;

/// <summary>
/// Bounds the mails that one account is sent: anybody can ask for one in its name. Each purpose has a bound of its own,
/// or a stranger who asks for resets could keep the owner from changing the address.
/// </summary>
internal sealed class SentMails(WindowCounter counter)
{
    private static readonly TimeSpan Window = TimeSpan.FromHours(1);

    public async Task<bool> TryTakeAsync(string purpose, Guid accountId, int most) =>
        await counter.CountAsync($"idp:mails:{purpose}:{accountId}", Window) <= most;
}
