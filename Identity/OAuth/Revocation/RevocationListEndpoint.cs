using System.Security.Cryptography;
using System.Text.Json;
using McpAspire.Identity.Keys;
using McpAspire.Identity.Perimeter;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Identity.OAuth.Revocation;

/// <summary>
/// Tells the gateway every few seconds which access tokens not to accept any more. The answer is one line for as long
/// as nothing was revoked, and 304 for as long as nothing changes.
/// </summary>
internal sealed class RevocationListEndpoint(RevokedTokens tokens, KeyRing ring, IOptions<GatewayOptions> options)
{
    private const int TagBytes = 16;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(
            OAuthPaths.Revocations,
            (HttpContext context, RevocationListEndpoint endpoint) => endpoint.HandleAsync(context));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        if (string.IsNullOrEmpty(options.Value.Key))
            return Results.NotFound();
        if (!new BearerSecret(options.Value.Key).IsIn(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        string[] keys = [.. ring.Current.Signing.Select(key => key.KeyId).Order(StringComparer.Ordinal)];
        var list = new RevocationList(await tokens.ReadAsync(context.RequestAborted), keys);
        var json = JsonSerializer.SerializeToUtf8Bytes(list, RevocationJson.Default.RevocationList);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(json).AsSpan(0, TagBytes))}\"";
        context.Response.Headers.CacheControl = "private, no-cache";
        return Results.Bytes(json, "application/json", entityTag: new EntityTagHeaderValue(tag));
    }
}
