namespace McpAspire.Identity.Perimeter;

/// <summary>Where the internet finds this service, and whom it believes about that.</summary>
internal sealed class PerimeterOptions
{
    public const string Section = "Identity";

    /// <summary>The one origin of this service, which is also its issuer. Required.</summary>
    public string? PublicOrigin { get; init; }

    /// <summary>
    /// Further values of <c>Host</c>, as <c>host</c> or <c>host:port</c>, under which it may be called.
    /// </summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Addresses or networks whose <c>X-Forwarded-For</c> is believed. Default: none.</summary>
    public IReadOnlyList<string> KnownProxies { get; init; } = [];
}
