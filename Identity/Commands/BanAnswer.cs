using McpAspire.Identity.Regulation;

namespace McpAspire.Identity.Commands;

/// <summary>A ban that was lifted.</summary>
internal sealed record BanAnswer(BanKind Kind, string Subject, string Done);
