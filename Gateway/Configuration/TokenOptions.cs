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

    /// <summary>
    /// Where the issuer lists the access tokens that it has revoked; without it they count until they expire.
    /// </summary>
    public string? RevocationsAddress { get; init; }

    /// <summary>The secret that the issuer wants for it, at least 16 characters.</summary>
    public string? RevocationsKey { get; init; }

    /// <summary>How often it is asked: every two seconds by default.</summary>
    public TimeSpan RevocationsInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Without an answer for this long nobody is let in any more: five minutes by default.</summary>
    public TimeSpan RevocationsMaxAge { get; init; } = TimeSpan.FromMinutes(5);
}
