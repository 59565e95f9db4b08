using System.Net.Http.Json;
using System.Text.Json;
using McpAspire.EndToEnd.Tests.People;
using Microsoft.AspNetCore.WebUtilities;

namespace McpAspire.EndToEnd.Tests.OAuth;

/// <summary>
/// A public client that speaks OAuth by hand: for what well-behaved SDKs never send, and for tokens without an SDK.
/// </summary>
internal sealed class OAuthClient(HttpClient http, Uri issuer, string clientId, Uri redirectUri)
{
    public static readonly Uri Loopback = new("http://127.0.0.1:33419/callback");

    public string ClientId => clientId;

    /// <summary>The same client over another connection.</summary>
    public OAuthClient With(HttpClient other) => new(other, issuer, clientId, redirectUri);

    /// <summary>Registers (RFC 7591) as the SDKs do: public, native, with refresh tokens.</summary>
    public static async Task<OAuthClient> RegisterAsync(
        HttpClient http, Uri issuer, string name, CancellationToken cancellationToken)
    {
        var metadata = new
        {
            client_name = name,
            redirect_uris = new[] { Loopback },
            grant_types = new[] { "authorization_code", "refresh_token" },
            response_types = new[] { "code" },
            token_endpoint_auth_method = "none",
            application_type = "native",
        };
        using var response = await http.PostAsJsonAsync(
            new Uri(issuer, "/connect/register"), metadata, cancellationToken);
        response.EnsureSuccessStatusCode();
        var registration = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return new OAuthClient(http, issuer, registration.GetProperty("client_id").GetString()!, Loopback);
    }

    /// <summary>The authorization request; a change to null leaves a parameter out.</summary>
    public Uri AuthorizationRequest(
        Pkce pkce, string resource, params IEnumerable<(string Name, string? Value)> changes)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["response_type"] = "code",
            ["client_id"] = clientId,
            ["redirect_uri"] = redirectUri.OriginalString,
            ["scope"] = "openid mcp offline_access",
            ["state"] = "a-state",
            ["resource"] = resource,
            ["code_challenge"] = pkce.Challenge,
            ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in changes) parameters[name] = value;

        var query = parameters.Where(parameter => parameter.Value is not null);
        return new Uri(QueryHelpers.AddQueryString(new Uri(issuer, "/connect/authorize").AbsoluteUri, query));
    }

    /// <summary>Everything from the request to the tokens, with a person who allows it.</summary>
    public async Task<TokenAnswer> SignInAsync(Person person, string resource, CancellationToken cancellationToken)
    {
        var pkce = Pkce.Create();
        var code = await CodeAsync(person, AuthorizationRequest(pkce, resource), cancellationToken);
        return await RedeemAsync(code, pkce.Verifier, resource, cancellationToken);
    }

    public static async Task<string> CodeAsync(Person person, Uri request, CancellationToken cancellationToken)
    {
        var callback = await person.AuthorizeAsync(request, cancellationToken: cancellationToken);
        return QueryHelpers.ParseQuery(callback.Query).TryGetValue("code", out var code)
            ? code.ToString()
            : throw new InvalidOperationException($"No code came back: {callback}");
    }

    public Task<TokenAnswer> RedeemAsync(
        string code, string? verifier, string resource, CancellationToken cancellationToken) =>
        TokenAsync(cancellationToken,
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", redirectUri.OriginalString),
            ("code_verifier", verifier),
            ("resource", resource));

    public Task<TokenAnswer> RefreshAsync(string refreshToken, string resource, CancellationToken cancellationToken) =>
        TokenAsync(cancellationToken,
            ("grant_type", "refresh_token"),
            ("refresh_token", refreshToken),
            ("resource", resource));

    /// <summary>RFC 7009.</summary>
    public async Task RevokeAsync(string token, CancellationToken cancellationToken)
    {
        var form = new Dictionary<string, string> { ["token"] = token, ["client_id"] = clientId };
        using var response = await http.PostAsync(
            new Uri(issuer, "/connect/revoke"), new FormUrlEncodedContent(form), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task<TokenAnswer> TokenAsync(
        CancellationToken cancellationToken, params IEnumerable<(string Name, string? Value)> parameters)
    {
        var form = parameters
            .Append((Name: "client_id", Value: clientId))
            .Where(parameter => parameter.Value is not null)
            .Select(parameter => KeyValuePair.Create(parameter.Name, parameter.Value!));
        using var response = await http.PostAsync(
            new Uri(issuer, "/connect/token"), new FormUrlEncodedContent(form), cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return new TokenAnswer(response.StatusCode, body);
    }
}
