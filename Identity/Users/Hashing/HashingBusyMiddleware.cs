using System.Globalization;
using McpAspire.Identity.OAuth;
using McpAspire.Identity.Perimeter;
using McpAspire.Identity.Regulation;

namespace McpAspire.Identity.Users.Hashing;

/// <summary>
/// Tells those for whom there was no turn to come back, and gives the attempt back that they did not get to make.
/// </summary>
internal sealed partial class HashingBusyMiddleware(
    RequestDelegate next, Regulator regulator, ILogger<HashingBusyMiddleware> logger)
{
    private const int RetrySeconds = 5;
    private static readonly OAuthError Busy = new("temporarily_unavailable", "Try again in a moment.");

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (HashingBusyException) when (!context.Response.HasStarted)
        {
            // Whoever went away waits no more, and is told nothing.
            if (!context.RequestAborted.IsCancellationRequested)
                LogBusy();
            await regulator.CancelAsync(context);
            context.Response.Clear();
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            context.Response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            // An empty body is filled with the error page.
            if (context.Request.Path.IsProtocol() || context.Request.Path.IsOperator())
                await context.Response.WriteAsJsonAsync(Busy, OAuthJson.Default.OAuthError);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A request was turned away: too many passwords wait to be hashed")]
    private partial void LogBusy();
}
