namespace McpAspire.Identity.Totp;

/// <summary>What the page shows of an offered secret: a picture to scan, a link to open, and text to type.</summary>
internal sealed record TotpPicture(
    string Source, string Address, IReadOnlyList<string> TextSecret, TotpParameters Parameters);
