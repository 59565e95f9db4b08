using McpAspire.Identity.OAuth;
using McpAspire.Identity.Perimeter;
using StackExchange.Redis;

namespace McpAspire.Identity.Storage;

/// <summary>
/// Sessions, attempt counts and consents live in Redis, and without them nobody can be let in safely. While it is away,
/// people get a page that says so and programs an error that they may retry; metadata and keys are served on.
/// </summary>
internal sealed partial class SharedStateMiddleware(
    RequestDelegate next,
    IConnectionMultiplexer redis,
    ILogger<SharedStateMiddleware> logger)
{
    private const string RetrySeconds = "5";
    private static readonly OAuthError Unavailable = new("temporarily_unavailable", "Try again in a moment.");

    public Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path;
        if (path.IsHealthProbe() || path.IsMetadata() || path.IsAsset() || path == RequestPaths.Error
            || path == OAuthPaths.Revocations)
            return next(context);

        return redis.IsConnected ? InvokeGuardedAsync(context) : RefuseAsync(context);
    }

    private async Task InvokeGuardedAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception exception) when (IsLostRedis(exception) && !context.Response.HasStarted)
        {
            LogLost(exception.Message);
            await RefuseAsync(context);
        }
    }

    private static bool IsLostRedis(Exception? exception) =>
        exception is not null
        && (exception is RedisException or RedisTimeoutException || IsLostRedis(exception.InnerException));

    private static Task RefuseAsync(HttpContext context)
    {
        context.Response.Clear();
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = RetrySeconds;
        // An empty body is filled with the error page. RFC 6749, section 4.1.2.1, has a code for programs.
        return context.Request.Path.IsProtocol() || context.Request.Path.IsOperator()
            ? context.Response.WriteAsJsonAsync(Unavailable, OAuthJson.Default.OAuthError)
            : Task.CompletedTask;
    }

    [LoggerMessage(LogLevel.Warning, "Redis was lost during a request: {Problem}")]
    private partial void LogLost(string problem);
}
