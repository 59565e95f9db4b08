namespace McpAspire.Identity.OAuth.Exchange.Trust;

/// <summary>Says whose account a subject of an issuer uses.</summary>
internal sealed class SubjectLink
{
    /// <summary>The <c>sub</c> of the issuer.</summary>
    public string Subject { get; init; } = string.Empty;

    /// <summary>The user name of the account here.</summary>
    public string UserName { get; init; } = string.Empty;
}
