using McpAspire.Identity.OAuth;

namespace McpAspire.Identity.Telemetry;

/// <summary>
/// Times the protocol endpoints. The library answers some of them before there is a route, so the request metrics of
/// ASP.NET Core cannot tell them apart.
/// </summary>
internal sealed class ProtocolMetricsMiddleware(RequestDelegate next, IdentityMetrics metrics, TimeProvider clock)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        [OAuthPaths.Authorize] = "authorization",
        [OAuthPaths.Token] = "token",
        [OAuthPaths.PushedAuthorization] = "pushed_authorization_request",
        [OAuthPaths.DeviceAuthorization] = "device_authorization",
        [OAuthPaths.Revoke] = "revocation",
        [OAuthPaths.Introspect] = "introspection",
        [OAuthPaths.Register] = "registration",
        [OAuthPaths.UserInfo] = "userinfo",
        [OAuthPaths.Jwks] = "jwks",
    };

    public Task InvokeAsync(HttpContext context) =>
        context.Request.Path.Value is { } path && Names.TryGetValue(path, out var name)
            ? TimeAsync(context, name)
            : next(context);

    private async Task TimeAsync(HttpContext context, string name)
    {
        var start = clock.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            metrics.Answered(name, context.Response.StatusCode, clock.GetElapsedTime(start));
        }
    }
}
