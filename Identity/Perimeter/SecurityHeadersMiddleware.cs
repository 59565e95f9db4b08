namespace McpAspire.Identity.Perimeter;

/// <summary>What every answer tells the browser: run nothing, frame nothing, guess nothing, keep nothing.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next, PublicOrigin origin)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(Write, (context, origin));
        return next(context);
    }

    private static Task Write(object state)
    {
        var (context, origin) = ((HttpContext, PublicOrigin))state;
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentPolicy.Of(context).ToString();
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers["X-DNS-Prefetch-Control"] = "off";
        if (origin.IsHttps)
            headers.StrictTransportSecurity = "max-age=31536000";
        // No Cross-Origin-Opener-Policy: a client that opens the sign-in in a popup needs its opener back afterwards.

        // Pages show accounts and answers carry tokens; only assets and metadata say otherwise themselves.
        if (headers.CacheControl.Count == 0 || !(context.Request.Path.IsAsset() || context.Request.Path.IsMetadata()))
        {
            headers.CacheControl = "no-store";
            headers.Pragma = "no-cache";
        }

        return Task.CompletedTask;
    }
}
