namespace McpAspire.Identity.Mail;

/// <summary>How a connection to a mail server is encrypted.</summary>
internal enum MailSecurity
{
    /// <summary>It begins in plain text and is encrypted before anything is said (RFC 3207).</summary>
    StartTls,

    /// <summary>It is encrypted from the beginning (RFC 8314).</summary>
    Tls,

    /// <summary>Not at all. Whoever sees the traffic can read the links.</summary>
    None,
}
