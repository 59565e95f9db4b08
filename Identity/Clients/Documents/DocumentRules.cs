using System.Text.Json;
using McpAspire.Identity.Clients.Keys;
using McpAspire.Identity.OAuth.Exchange;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace McpAspire.Identity.Clients.Documents;

/// <summary>
/// Decides whether a document describes the client at its address (draft-ietf-oauth-client-id-metadata-document,
/// section 4.1; Model Context Protocol, authorization), and says why not.
/// </summary>
internal sealed class DocumentRules(RegistrationRules registration)
{
    public (ClientMetadata? Client, string? Problem) Check(string clientId, byte[] body)
    {
        ClientDocument? document;
        RegistrationRequest? metadata;
        try
        {
            document = JsonSerializer.Deserialize(body, DocumentJson.Default.ClientDocument);
            metadata = JsonSerializer.Deserialize(body, DocumentJson.Default.RegistrationRequest);
        }
        catch (JsonException)
        {
            return Refuse("It is not a JSON object of client metadata.");
        }

        if (document is null || metadata is null)
            return Refuse("It is not a JSON object of client metadata.");
        // Simple string comparison: whoever can have a document of theirs served at another's address under another
        // spelling must not become that other.
        if (!string.Equals(document.ClientId, clientId, StringComparison.Ordinal))
            return Refuse("Its 'client_id' is not the address that it was read from.");
        if (document.ClientSecret is not null || document.ClientSecretExpiresAt is not null)
            return Refuse("It holds a client secret, which is none once it is published.");
        if (string.IsNullOrWhiteSpace(metadata.ClientName))
            return Refuse("It has no 'client_name'.");

        // Without a word about it RFC 7591 would mean a secret, which there cannot be.
        var method = metadata.TokenEndpointAuthMethod ?? ClientAuthenticationMethods.None;
        if (method is not (ClientAuthenticationMethods.None or ClientAuthenticationMethods.PrivateKeyJwt))
            return Refuse("Its 'token_endpoint_auth_method' is neither 'none' nor 'private_key_jwt'.");

        var (client, error) = registration.Check(
            metadata with { TokenEndpointAuthMethod = ClientAuthenticationMethods.None });
        if (client is null)
            return Refuse(error?.Description ?? "It is not valid.");
        return method == ClientAuthenticationMethods.PrivateKeyJwt ? WithKeys(client, metadata) : (client, null);
    }

    private static (ClientMetadata?, string?) WithKeys(ClientMetadata client, RegistrationRequest metadata)
    {
        client = client with
        {
            AuthMethod = ClientAuthenticationMethods.PrivateKeyJwt,
            // Of use to those alone that the configuration names for a trusted issuer.
            Grants = metadata.GrantTypes?.Contains(ExchangeGrantTypes.Assertion) is true
                ? [.. client.Grants, ExchangeGrantTypes.Assertion]
                : client.Grants,
        };
        if (metadata.Jwks is { } jwks && metadata.JwksUri is null)
        {
            return ClientKeySet.TryRead(jwks, out var keys, out var problem)
                ? (client with { Keys = keys }, null)
                : Refuse(problem);
        }

        if (metadata.JwksUri is { } uri && metadata.Jwks is null)
        {
            return DocumentAddress.TryRead(uri, out var address, out var problem)
                ? (client with { KeysAddress = address }, null)
                : Refuse($"Its 'jwks_uri' cannot be used. {problem}");
        }

        return Refuse("It needs either 'jwks' or 'jwks_uri' for 'private_key_jwt', and not both.");
    }

    private static (ClientMetadata?, string?) Refuse(string problem) => (null, problem);
}
