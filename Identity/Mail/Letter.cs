namespace McpAspire.Identity.Mail;

/// <summary>A mail to one person: text alone, which every reader shows as it is.</summary>
internal sealed record Letter(string To, string Subject, string Text);
