namespace McpAspire.Identity.Regulation;

/// <summary>What failures are counted by, and so what is banned.</summary>
internal enum BanKind
{
    Address,
    User,
}
