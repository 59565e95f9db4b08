using System.Text.Json;
using McpAspire.Identity.Storage;
using OpenIddict.Abstractions;

namespace McpAspire.Identity.OAuth.Refresh;

/// <summary>What makes two refreshes the same one: the token, and who asks for what with which key.</summary>
/// <param name="TokenId">The entry of the refresh token.</param>
/// <param name="Asker">
/// A digest of client, key of the proof (RFC 9449), scopes and resources. Client and proof were checked by then.
/// </param>
internal sealed record RefreshRetry(string TokenId, string Asker)
{
    /// <summary>Carries it through a request.</summary>
    public const string Property = "mcpaspire:refresh_retry";

    public static RefreshRetry Of(string tokenId, OpenIddictRequest request, string? keyThumbprint)
    {
        string?[] facts = [request.ClientId, keyThumbprint, request.Scope, .. request.GetResources()];
        var json = JsonSerializer.Serialize(facts, OAuthJson.Default.StringArray);
        return new RefreshRetry(tokenId, Digest.Of(json));
    }
}
