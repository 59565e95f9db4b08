using McpAspire.Shared;
using MimeKit;

namespace McpAspire.Identity.Tests.Mail;

/// <summary>The folder that a host writes its mails to.</summary>
internal sealed class MailFolder(DirectoryInfo directory) : IDisposable
{
    private readonly DirectoryInfo _directory = directory;

    public MailFolder()
        : this(Directory.CreateTempSubdirectory("mail-tests-"))
    {
    }

    public string Path => _directory.FullName;

    /// <summary>Waits until so many mails to the address have come, and returns them in the order of their coming.</summary>
    public async Task<IReadOnlyList<MimeMessage>> ToAsync(string address, int count)
    {
        IReadOnlyList<MimeMessage> found = [];
        await Eventually.HoldsAsync(
            async () => (found = await AllToAsync(address)).Count >= count, $"{count} mails to {address} come");
        return found;
    }

    public async Task<IReadOnlyList<MimeMessage>> AllToAsync(string address)
    {
        var found = new List<MimeMessage>();
        foreach (var file in _directory.GetFiles("*.eml").OrderBy(file => file.LastWriteTimeUtc))
        {
            var mail = await MimeMessage.LoadAsync(file.FullName, TestContext.Current.CancellationToken);
            if (mail.To.Mailboxes.Any(to => to.Address == address))
                found.Add(mail);
        }

        return found;
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
