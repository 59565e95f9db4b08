namespace McpAspire.Identity.Users.Accounts;

/// <summary>Some accounts of a longer list.</summary>
internal sealed record AccountPage(IReadOnlyList<AccountSummary> Accounts, bool HasMore);
