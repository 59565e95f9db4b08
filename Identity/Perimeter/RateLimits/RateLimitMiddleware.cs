using System.Globalization;
using System.Net.Mime;
using McpAspire.Identity.OAuth;
using Microsoft.AspNetCore;
using Microsoft.Net.Http.Headers;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.Perimeter.RateLimits;

/// <summary>Answers 429 to an address that calls too often (RFC 6585, section 4).</summary>
internal sealed partial class RateLimitMiddleware(
    RequestDelegate next, RateLimits limits, RateCounter counter, ILogger<RateLimitMiddleware> logger)
{
    private static readonly OAuthError TooMany = new(
        OpenIddictConstants.Errors.TemporarilyUnavailable, "Too many requests. Wait before the next one.");

    public Task InvokeAsync(HttpContext context) =>
        limits.Of(context.Request) is { } limit ? InvokeLimitedAsync(context, limit) : next(context);

    private async Task InvokeLimitedAsync(HttpContext context, RateLimit limit)
    {
        var address = ClientAddress.Of(context);
        if (await counter.TakeAsync(limit, address) is { } wait)
        {
            await RefuseAsync(context, limit, wait);
            return;
        }

        await next(context);
        if (!limit.CountsSuccess && IsNoRefusal(context))
            await counter.GiveBackAsync(limit, address);
    }

    private Task RefuseAsync(HttpContext context, RateLimit limit, TimeSpan wait)
    {
        LogRefused(limit.Name, ClientAddress.Of(context));
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        // An empty body is filled with the error page.
        return context.Request.Path.IsProtocol()
            ? context.Response.WriteAsJsonAsync(TooMany, OAuthJson.Default.OAuthError)
            : Task.CompletedTask;
    }

    /// <summary>
    /// Tokens, a form that leads on, or a device that asks whether somebody has agreed yet, as it is told to every few
    /// seconds (RFC 8628, section 3.5). A form that was refused is shown again as a page. What is not a page is what a
    /// browser asks for before it uses a passkey: nothing can be guessed with it, and nothing is stored for it.
    /// </summary>
    private static bool IsNoRefusal(HttpContext context)
    {
        if (!context.Request.Path.IsProtocol())
            return context.Response.StatusCode is StatusCodes.Status302Found || IsJson(context.Response);

        return context.Response.StatusCode is StatusCodes.Status200OK
            || context.GetOpenIddictServerResponse()?.Error is OpenIddictConstants.Errors.AuthorizationPending;
    }

    private static bool IsJson(HttpResponse response) =>
        response.StatusCode is StatusCodes.Status200OK
        && MediaTypeHeaderValue.TryParse(response.ContentType, out var type)
        && type.MediaType.Equals(MediaTypeNames.Application.Json, StringComparison.OrdinalIgnoreCase);

    [LoggerMessage(LogLevel.Warning, "Too many calls of {Limit} from {Address}")]
    private partial void LogRefused(string limit, string address);
}
