namespace McpAspire.Identity.Mail;

/// <summary>How this service sends mail. Without a server and a folder it sends none.</summary>
internal sealed class MailOptions
{
    public const string Section = "Identity:Mail";

    /// <summary>The host name of the SMTP server. Default none.</summary>
    public string? Host { get; init; }

    /// <summary>Default 587, the port of submission (RFC 6409).</summary>
    public int Port { get; init; } = 587;

    /// <summary>How the connection is encrypted. Default <c>StartTls</c>, without which nothing is sent.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>
    /// A PEM file with further authorities that the server's certificate may come from, for those who run one of their
    /// own. Default none: those that this machine trusts.
    /// </summary>
    public string? AuthoritiesFile { get; init; }

    /// <summary>With which name to sign in there. Default none.</summary>
    public string? UserName { get; init; }

    public string? Password { get; init; }

    /// <summary>
    /// A folder that mails are written to, instead of a server: for development. Whoever reads it can take accounts
    /// over.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>The address of the sender. Required with a server.</summary>
    public string? From { get; init; }

    /// <summary>The name of the sender. Default <c>McpAspire</c>.</summary>
    public string FromName { get; init; } = "McpAspire";

    /// <summary>How long a server may take. Default 10 seconds.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether mail can be sent at all.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Host) || !string.IsNullOrWhiteSpace(Folder);
}
