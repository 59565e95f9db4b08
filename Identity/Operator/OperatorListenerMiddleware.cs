using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Operator;

/// <summary>
/// Keeps the two listeners apart: the operator's endpoints on theirs alone, with the key, and nothing else there. Which
/// listener a request came through is read from the connection; every header can be forged.
/// </summary>
internal sealed class OperatorListenerMiddleware(RequestDelegate next, IOptions<OperatorOptions> options)
{
    private readonly int? _port = options.Value.PortNumber;
    private readonly BearerSecret _key = new(options.Value.Key);

    public Task InvokeAsync(HttpContext context)
    {
        var isOperator = context.Connection.LocalPort == _port;
        if (isOperator != context.Request.Path.IsOperator())
            return RefuseAsync(context, StatusCodes.Status404NotFound);

        return !isOperator || _key.IsIn(context.Request) ? next(context) : RefuseUnauthorizedAsync(context);
    }

    private static Task RefuseUnauthorizedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return RefuseAsync(context, StatusCodes.Status401Unauthorized);
    }

    private static Task RefuseAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
