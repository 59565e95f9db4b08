using System.Collections.Frozen;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Perimeter;

/// <summary>
/// Refuses pages of foreign origins (a MUST of the Streamable HTTP transport) and speaks CORS with the others.
/// Requests without Origin do not come from pages and pass. Credentials are never allowed: the token is a header that
/// a page must be given, not a cookie that it has.
/// </summary>
internal sealed class OriginStage(IOptions<McpOptions> options) : IMcpStage
{
    private const string Exposed = "Mcp-Session-Id, MCP-Protocol-Version, WWW-Authenticate, DPoP-Nonce, Retry-After";
    private const string PreflightLifetimeInSeconds = "600";

    private static readonly Refusal Foreign = new(
        StatusCodes.Status403Forbidden, JsonRpcErrorCode.ServerError, "This origin may not call.", "foreign_origin");

    private static readonly FrozenSet<string> RequestHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        HeaderNames.Accept, HeaderNames.Authorization, HeaderNames.ContentType, McpHeaders.ProtocolVersion,
        McpHeaders.SessionId, McpHeaders.LastEventId, McpHeaders.Method, McpHeaders.Name,
        HeaderNames.TraceParent, HeaderNames.TraceState, HeaderNames.Baggage, DpopProof.Header);

    private readonly FrozenSet<string> _origins = options.Value.AllowedOrigins
        .Append(options.Value.PublicOrigin!)
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public ValueTask<StageResult> InvokeAsync(McpRequest request) =>
        request.Http.Request.Headers.Origin.Count == 0 ? StageResult.Continue : Decide(request.Http);

    /// <summary>Lets the page read the answer, if its origin may call; says whether it may.</summary>
    public bool Permit(HttpContext http)
    {
        if (http.Request.Headers.Origin is not [{ } value] || !_origins.Contains(value))
            return false;

        var response = http.Response.Headers;
        response.AccessControlAllowOrigin = value;
        response.AccessControlExposeHeaders = Exposed;
        response.Vary = HeaderNames.Origin;
        return true;
    }

    private StageResult Decide(HttpContext http)
    {
        if (!Permit(http))
            return Foreign;

        var response = http.Response.Headers;
        var isPreflight = HttpMethods.IsOptions(http.Request.Method)
            && http.Request.Headers.AccessControlRequestMethod.Count > 0;
        if (!isPreflight)
            return StageResult.Continue;

        response.AccessControlAllowMethods = MethodStage.Allowed;
        response.AccessControlAllowHeaders = Allowed(http.Request.Headers.AccessControlRequestHeaders);
        response.AccessControlMaxAge = PreflightLifetimeInSeconds;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
        return StageResult.Answered;
    }

    /// <summary>Of the headers asked for, those that are of use; Mcp-Param-* cannot be listed beforehand.</summary>
    private static StringValues Allowed(StringValues requested)
    {
        var allowed = requested
            .SelectMany(line => (line ?? "").Split(',', StringSplitOptions.TrimEntries))
            .Where(name => RequestHeaders.Contains(name)
                || name.StartsWith(McpHeaders.ParameterPrefix, StringComparison.OrdinalIgnoreCase));
        return string.Join(", ", allowed);
    }
}
