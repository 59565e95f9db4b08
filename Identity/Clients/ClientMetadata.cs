namespace McpAspire.Identity.Clients;

/// <summary>Client metadata after validation, with the defaults of RFC 7591, section 2, filled in.</summary>
internal sealed record ClientMetadata(
    string? Name,
    IReadOnlyList<Uri> RedirectUris,
    bool IsPublic,
    bool CanRefresh,
    string AuthMethod)
{
    /// <summary>
    /// One loopback address makes it a native application, whatever it says of itself; many say nothing.
    /// </summary>
    public bool IsNative => RedirectUris.Any(uri => Clients.RedirectUris.IsLoopback(uri) || uri.Scheme is not "https");
}
