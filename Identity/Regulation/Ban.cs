namespace McpAspire.Identity.Regulation;

/// <summary>An address, or the name of an account, from or to which nobody signs in until some time.</summary>
internal sealed record Ban(BanKind Kind, string Subject, DateTimeOffset Since, DateTimeOffset Until);
