namespace McpAspire.Identity.Perimeter;

/// <summary>
/// Refuses requests for hosts that are not ours, and puts the configured origin in place of whatever the accepted ones
/// said. A forged Host or X-Forwarded-Proto so reaches no link, no metadata document and no cookie.
/// </summary>
internal sealed class PublicOriginMiddleware(RequestDelegate next, PublicOrigin origin, AllowedHosts hosts)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (!IsInternal(context.Request.Path) && !hosts.Contains(context.Request.Host))
            return RefuseAsync(context);

        context.Request.Scheme = origin.Uri.Scheme;
        context.Request.Host = origin.Host;
        return next(context);
    }

    /// <summary>
    /// Probes come by address or by container name, and get one word. The operator's listener, which alone lets its
    /// paths through, asks for a key that no foreign page can add to a request.
    /// </summary>
    private static bool IsInternal(PathString path) => path.IsHealthProbe() || path.IsOperator();

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync("This service is not known under that host name.\n");
    }
}
