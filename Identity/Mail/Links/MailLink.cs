namespace McpAspire.Identity.Mail.Links;

/// <summary>What a link from a mail is good for.</summary>
/// <param name="AccountId">For this account,</param>
/// <param name="Stamp">as long as nothing that matters was changed about it,</param>
/// <param name="Browser">in the browser that asked, known by the hash of its mark,</param>
/// <param name="Until">until then.</param>
/// <param name="Address">The mail address that it went to.</param>
internal sealed record MailLink(
    Guid AccountId, string? Stamp, string Browser, DateTimeOffset Until, string? Address);
