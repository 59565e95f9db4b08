using McpAspire.Gateway.Authentication.Dpop;

namespace McpAspire.Gateway.Configuration;

/// <summary>The section <c>Mcp:Authorization</c>: the issuer of access tokens and where its keys are.</summary>
internal sealed record TokenOptions
{
    /// <summary>The exact <c>iss</c> of an acceptable token.</summary>
    public string? Issuer { get; init; }

    /// <summary>Where the signing keys are fetched; the host may be a service-discovery name.</summary>
    public string? JwksAddress { get; init; }

    /// <summary>The scope that every call needs.</summary>
    public string Scope { get; init; } = "mcp";

    /// <summary>How bound tokens are treated.</summary>
    public DpopOptions Dpop { get; init; } = new();

    /// <summary>How often the keys are fetched without any token asking for it: five minutes by default.</summary>
    public TimeSpan JwksRefreshInterval { get; init; } = TimeSpan.FromMinutes(5);
}
