using McpAspire.Gateway.Authentication.Dpop;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Authentication;

/// <summary>
/// Refusals of a caller, with the WWW-Authenticate that tells a client where to get a token (RFC 6750 section 3,
/// RFC 9728 section 5.1). Everything in it is configuration; nothing of the request is repeated.
/// </summary>
internal sealed class Challenge(string scope)
{
    /// <summary>Not the caller's fault, so not 401: a client would throw away a good token.</summary>
    public static readonly Refusal NoKeys = new(
        StatusCodes.Status503ServiceUnavailable,
        JsonRpcErrorCode.ServerError,
        "Tokens cannot be verified at the moment.",
        "no_signing_keys")
    {
        RetryAfter = TimeSpan.FromSeconds(5),
    };

    /// <summary>Nor is this: whether a token still counts is not known for too long a time.</summary>
    public static readonly Refusal NoRevocations = NoKeys with { Reason = "no_revocations" };

    /// <summary>RFC 6750 section 3.1: a request without credentials is told no error.</summary>
    public Refusal Missing(McpServer server) =>
        Unauthorized("An access token is required.", "token_missing", $"Bearer {Where(server)}");

    public Refusal Invalid(McpServer server, string flaw)
    {
        var message = flaw == TokenFlaw.Expired
            ? "The access token has expired."
            : "The access token is not valid here.";
        return Unauthorized(
            message, flaw, $"Bearer error=\"invalid_token\", error_description=\"{message}\", {Where(server)}");
    }

    /// <summary>RFC 6750 section 3.1: malformed requests are 400 invalid_request.</summary>
    public Refusal Malformed(McpServer server) => new(
        StatusCodes.Status400BadRequest,
        JsonRpcErrorCode.ServerError,
        "Send exactly one access token, in the Authorization header, with the scheme Bearer.",
        "credential_malformed")
    {
        Challenge = $"Bearer error=\"invalid_request\", {Where(server)}",
    };

    public Refusal InsufficientScope(McpServer server) => new(
        StatusCodes.Status403Forbidden,
        JsonRpcErrorCode.ServerError,
        "The access token lacks a scope.",
        "insufficient_scope")
    {
        Challenge = $"Bearer error=\"insufficient_scope\", {Where(server)}",
    };

    /// <summary>
    /// Nothing but scopes is missing for this one operation. The challenge names all that it needs, and what the token has
    /// already: clients ask for what it says and nothing else (2026-07-28, authorization, step-up).
    /// </summary>
    public Refusal StepUp(McpServer server, IEnumerable<string> held, IEnumerable<string> missing)
    {
        var all = string.Join(' ', held.Append(scope).Concat(missing).Distinct().Order(StringComparer.Ordinal));
        return InsufficientScope(server) with
        {
            Challenge = $"Bearer error=\"insufficient_scope\", {Where(server, all)}",
        };
    }

    private static Refusal Unauthorized(string message, string reason, string challenge) =>
        new(StatusCodes.Status401Unauthorized, JsonRpcErrorCode.ServerError, message, reason) { Challenge = challenge };

    private string Where(McpServer server) => Where(server, scope);

    private static string Where(McpServer server, string scopes) =>
        $"resource_metadata=\"{server.MetadataUrl}\", scope=\"{scopes}\", {DpopChallenge.Offer}";
}
