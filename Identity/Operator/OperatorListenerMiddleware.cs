using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Operator;

/// <summary>
/// Keeps the two listeners apart: the operator's endpoints on theirs alone, with the key, and nothing else there. Which
/// listener a request came through is read from the connection; every header can be forged.
/// </summary>
internal sealed class OperatorListenerMiddleware(RequestDelegate next, IOptions<OperatorOptions> options)
{
    private const string Scheme = "Bearer ";

    private readonly int? _port = options.Value.PortNumber;
    private readonly byte[] _key = Digest(options.Value.Key ?? string.Empty);

    public Task InvokeAsync(HttpContext context)
    {
        var isOperator = context.Connection.LocalPort == _port;
        if (isOperator != context.Request.Path.IsOperator())
            return RefuseAsync(context, StatusCodes.Status404NotFound);

        return !isOperator || HasKey(context) ? next(context) : RefuseUnauthorizedAsync(context);
    }

    private bool HasKey(HttpContext context)
    {
        var value = context.Request.Headers.Authorization.ToString();
        return value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Digest(value[Scheme.Length..]), _key);
    }

    /// <summary>Digests have one length, so the comparison does not tell the key's.</summary>
    private static byte[] Digest(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

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
