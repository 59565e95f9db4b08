using System.Text.Json;
using McpAspire.Identity.Audit;
using McpAspire.Identity.OAuth;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients;

/// <summary>RFC 7591: a client introduces itself. Nothing is believed but where it wants its answers.</summary>
internal sealed partial class RegisterEndpoint(
    RegistrationRules rules,
    RegistrationLimit limit,
    InitialAccess access,
    ClientRegistry registry,
    ScopeCatalog scopes,
    AuditLog audit,
    ILogger<RegisterEndpoint> logger)
{
    private const int MaxBodyBytes = 16 * 1024;
    private const string InvalidClientMetadata = "invalid_client_metadata";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(
            OAuthPaths.Register, (HttpContext context, RegisterEndpoint endpoint) => endpoint.HandleAsync(context));

    private async Task<IResult> HandleAsync(HttpContext context)
    {
        if (!await limit.TryTakeAsync(context))
        {
            context.Response.Headers.RetryAfter = $"{RegistrationLimit.Window.TotalSeconds:F0}";
            return Refuse(StatusCodes.Status429TooManyRequests, Errors.TemporarilyUnavailable,
                "Too many registrations came from this address. Try again later.");
        }

        if (!access.Allows(context.Request))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
            return Refuse(StatusCodes.Status401Unauthorized, Errors.InvalidToken,
                "Clients register here with an initial access token only.");
        }

        if (!context.Request.HasJsonContentType())
            return Refuse(InvalidClientMetadata, "The request body has to be application/json.");
        if (await ReadAsync(context) is not { } body)
        {
            return Refuse(
                StatusCodes.Status413PayloadTooLarge, InvalidClientMetadata, "The request body is too large.");
        }

        if (Parse(body) is not { } request)
            return Refuse(InvalidClientMetadata, "The request body is not a valid JSON object of client metadata.");

        var (client, error) = rules.Check(request);
        if (client is null)
            return Results.Json(error, OAuthJson.Default.OAuthError, statusCode: StatusCodes.Status400BadRequest);
        if (!await limit.HasRoomAsync(context.RequestAborted))
        {
            LogFull();
            return Refuse(StatusCodes.Status503ServiceUnavailable, Errors.TemporarilyUnavailable,
                "No further clients can register here at present.");
        }

        var registered = await registry.AddAsync(client, ClientOrigin.Registered, context.RequestAborted);
        LogRegistered(registered.Id);
        await audit.RecordAsync(new AuditEvent(AuditKind.ClientAdded)
        {
            ClientId = registered.Id, Method = "registration", Detail = client.Name,
        });
        return Results.Json(
            Describe(request, client, registered),
            RegistrationJson.Default.RegistrationResponse,
            statusCode: StatusCodes.Status201Created);
    }

    /// <summary>The body, or null if it is longer than a registration has any reason to be.</summary>
    private static async Task<byte[]?> ReadAsync(HttpContext context)
    {
        var buffer = new byte[MaxBodyBytes + 1];
        var length = await context.Request.Body.ReadAtLeastAsync(
            buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        return length > MaxBodyBytes ? null : buffer[..length];
    }

    private static RegistrationRequest? Parse(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize(body, RegistrationJson.Default.RegistrationRequest);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private RegistrationResponse Describe(
        RegistrationRequest request, ClientMetadata client, RegisteredClient registered) => new()
    {
        ClientId = registered.Id,
        ClientIdIssuedAt = registered.IssuedAt,
        ClientSecret = registered.Secret,
        ClientSecretExpiresAt = registered.Secret is null ? null : 0,
        ClientName = client.Name,
        RedirectUris = [.. client.RedirectUris.Select(uri => uri.OriginalString)],
        GrantTypes = client.Grants,
        ResponseTypes = [ResponseTypes.Code],
        TokenEndpointAuthMethod = client.AuthMethod,
        Jwks = client.Keys is null ? null : request.Jwks,
        ApplicationType = client.IsNative ? ApplicationTypes.Native : ApplicationTypes.Web,
        Scope = string.Join(' ', scopes.All),
    };

    private static IResult Refuse(string error, string description) =>
        Refuse(StatusCodes.Status400BadRequest, error, description);

    private static IResult Refuse(int status, string error, string description) =>
        Results.Json(new OAuthError(error, description), OAuthJson.Default.OAuthError, statusCode: status);

    [LoggerMessage(LogLevel.Information, "The client {ClientId} registered itself")]
    private partial void LogRegistered(string clientId);

    [LoggerMessage(LogLevel.Warning, "A registration was refused: Identity:Registration:MaxClients is reached")]
    private partial void LogFull();
}
