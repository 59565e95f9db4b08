using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.ServiceDefaults.Dpop;

namespace McpAspire.Gateway.Authentication.Dpop;

/// <summary>Refusals of a proof, with the challenge of RFC 9449 section 7.1.</summary>
internal static class DpopChallenge
{
    /// <summary>The reason, for logs and metrics.</summary>
    public const string WrongScheme = "token_scheme";

    private const string InvalidToken = "invalid_token";

    /// <summary>What stands besides Bearer in every challenge.</summary>
    public static readonly string Offer = $"DPoP algs=\"{DpopAlgorithms.Listed}\"";

    /// <summary>A bound token as plain bearer token, or a plain one as bound.</summary>
    public static Refusal Scheme(McpServer server) =>
        Unauthorized(server, "The access token is of another type than the scheme.", WrongScheme, InvalidToken);

    /// <summary>The proof does not hold; a client without good nonce gets one.</summary>
    public static Refusal Proof(McpServer server, string flaw, string? nonce) => nonce is null
        ? Unauthorized(server, "The DPoP proof is missing, or is not valid for this request.", flaw,
            flaw == DpopFlaw.OtherKey ? InvalidToken : "invalid_dpop_proof")
        : Unauthorized(server, "The DPoP proof needs the nonce of this answer.", flaw, "use_dpop_nonce") with
        {
            DpopNonce = nonce,
        };

    private static Refusal Unauthorized(McpServer server, string message, string reason, string error) =>
        new(StatusCodes.Status401Unauthorized, JsonRpcErrorCode.ServerError, message, reason)
        {
            Challenge = $"DPoP error=\"{error}\", error_description=\"{message}\", algs=\"{DpopAlgorithms.Listed}\", "
                + $"resource_metadata=\"{server.MetadataUrl}\"",
        };
}
