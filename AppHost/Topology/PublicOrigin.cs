using Microsoft.Extensions.Configuration;

namespace McpAspire.AppHost.Topology;

/// <summary>
/// The one origin under which clients see the application, or none: then gateway and identity each have the origin of
/// their own endpoint. A published application is always told.
/// </summary>
internal sealed record PublicOrigin(IResourceBuilder<ParameterResource> Parameter, bool IsGiven)
{
    private const string Name = "public-origin";
    private const string Example = "https://mcp.example.ts.net";

    public ReferenceExpression Of(IResourceBuilder<ProjectResource> service) => IsGiven
        ? ReferenceExpression.Create($"{Parameter}")
        : ReferenceExpression.Create($"{service.GetEndpoint("http")}");

    /// <summary>
    /// An issuer without path and slash is compared byte for byte (RFC 8414 section 3.3), and a token must not travel
    /// in clear except on the machine itself.
    /// </summary>
    public static void Check(IConfiguration configuration, List<string> errors)
    {
        var text = configuration.Parameter(Name);
        if (text.Length == 0)
            return;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var origin)
            || origin.Scheme is not ("https" or "http")
            || text != origin.GetLeftPart(UriPartial.Authority))
        {
            errors.Add($"Parameters:{Name} is '{text}': give an origin without path or slash, such as {Example}.");
        }
        else if (origin.Scheme == "http" && !origin.IsLoopback)
        {
            errors.Add($"Parameters:{Name} is '{text}': use https, only a loopback origin may use http.");
        }
    }
}
