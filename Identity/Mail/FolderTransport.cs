using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Mail;

/// <summary>Writes mail to files that mail programs open, readable for the owner of this process alone.</summary>
internal sealed class FolderTransport(IOptions<MailOptions> options, TimeProvider clock) : IMailTransport
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public async Task SendAsync(Letter letter, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var folder = Directory.CreateDirectory(options.Value.Folder!);
        var name = $"{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid():N}";
        // A reader of the folder never sees half a mail.
        var unfinished = Path.Combine(folder.FullName, name + ".part");
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            create.UnixCreateMode = OwnerOnly;
        await using (var file = new FileStream(unfinished, create))
            await letter.ToMessage(options.Value, now).WriteToAsync(file, cancellationToken);
        File.Move(unfinished, Path.Combine(folder.FullName, name + ".eml"));
    }
}
