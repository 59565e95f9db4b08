using System.Text.Json;
using McpAspire.Gateway.Configuration;
using McpAspire.ServiceDefaults.Dpop;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace McpAspire.Gateway.Authentication;

/// <summary>
/// Serves the metadata documents. They are public by purpose and the same for everybody: no token, any origin, any
/// Host - whose value they never repeat.
/// </summary>
internal static class ProtectedResourceMetadataEndpoints
{
    private const string Lifetime = "public, max-age=300";
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head, HttpMethods.Options];

    public static void MapProtectedResourceMetadata(this WebApplication app)
    {
        var catalogue = app.Services.GetRequiredService<McpServerCatalogue>();
        var authorization = app.Services.GetRequiredService<IOptions<McpOptions>>().Value.Authorization;

        app.MapMethods(
            $"{McpServerCatalogue.MetadataPrefix}{McpServerCatalogue.PathPrefix}{{server}}",
            Methods,
            (HttpContext http, string server) => WriteAsync(http, Document(catalogue.Find(server), authorization)));

        var federation = Document(catalogue.Federation, authorization);
        app.MapMethods(
            $"{McpServerCatalogue.MetadataPrefix}{McpServerCatalogue.FederationPath}",
            Methods,
            http => WriteAsync(http, federation));

        // RFC 9728 section 3.1 puts the document of a resource without path here, and clients fall back to it.
        // With several servers it would have to name one of them for no reason.
        app.MapMethods(
            McpServerCatalogue.MetadataPrefix,
            Methods,
            http => WriteAsync(
                http, Document(catalogue.Servers is { Count: 1 } servers ? servers.First() : null, authorization)));
    }

    private static byte[]? Document(McpServer? server, TokenOptions authorization) => server is null
        ? null
        : JsonSerializer.SerializeToUtf8Bytes(
            new ProtectedResourceMetadata
            {
                Resource = server.Resource,
                AuthorizationServers = [authorization.Issuer!],
                ScopesSupported = [authorization.Scope],
                BearerMethodsSupported = ["header"],
                DpopSigningAlgValuesSupported = [.. DpopAlgorithms.All],
                ResourceName = server.Name == McpServerCatalogue.FederationName ? "all servers" : server.Name,
            },
            MetadataJson.Default.ProtectedResourceMetadata);

    private static async Task WriteAsync(HttpContext http, byte[]? document)
    {
        var response = http.Response;
        response.Headers.AccessControlAllowOrigin = "*";
        if (HttpMethods.IsOptions(http.Request.Method))
        {
            // Clients in browsers send MCP-Protocol-Version here too, which makes a preflight necessary.
            response.Headers.AccessControlAllowMethods = "GET, HEAD";
            response.Headers.AccessControlAllowHeaders = "*";
            response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        if (document is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        response.ContentType = "application/json";
        response.ContentLength = document.Length;
        response.Headers[HeaderNames.CacheControl] = Lifetime;
        if (!HttpMethods.IsHead(http.Request.Method))
            await response.Body.WriteAsync(document, http.RequestAborted);
    }
}
