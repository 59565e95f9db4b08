namespace McpAspire.Identity.Keys;

internal enum TokenKeyUse
{
    /// <summary>Signs access and ID tokens; the public half is in the JWKS document.</summary>
    Signing,

    /// <summary>Encrypts codes and refresh tokens, which nobody but this service reads.</summary>
    Encryption,
}
