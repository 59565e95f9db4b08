using System.Net;
using System.Net.Http.Json;

namespace McpAspire.Identity.Tests.Running;

/// <summary>
/// An OAuth client that registers itself, as MCP clients do, and speaks the protocol parameter by parameter.
/// </summary>
internal sealed class Client(IdentityHost host, string id, string? secret, string redirectUri)
{
    public const string RedirectUri = "http://127.0.0.1:5555/callback";

    private readonly HttpClient _http = host.NewClient();

    public string Id => id;

    public string? Secret => secret;

    public static async Task<Client> RegisterAsync(
        IdentityHost host,
        string redirectUri = RedirectUri,
        string authMethod = "none",
        string[]? grantTypes = null,
        string name = "Test client")
    {
        using var http = host.NewClient();
        var answer = await Answer.ReadAsync(await http.PostAsJsonAsync("/connect/register", new
        {
            client_name = name,
            redirect_uris = new[] { redirectUri },
            token_endpoint_auth_method = authMethod,
            grant_types = grantTypes ?? ["authorization_code", "refresh_token"],
        }));
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        var secret = answer.Json.TryGetProperty("client_secret", out var value) ? value.GetString() : null;
        return new Client(host, answer.Json.GetProperty("client_id").GetString()!, secret, redirectUri);
    }

    /// <summary>An authorization request; an override of null leaves the parameter out.</summary>
    public string AuthorizeUrl(Pkce pkce, Dictionary<string, string?>? overrides = null, params string[] resources)
    {
        var parameters = new Dictionary<string, string?>
        {
            ["client_id"] = id,
            ["response_type"] = "code",
            ["redirect_uri"] = redirectUri,
            ["code_challenge"] = pkce.Challenge,
            ["code_challenge_method"] = "S256",
            ["state"] = "the-state",
            ["scope"] = "openid profile mcp",
        };
        foreach (var (key, value) in overrides ?? [])
            parameters[key] = value;
        var pairs = parameters.Where(pair => pair.Value is not null)
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value!)}")
            .Concat(resources.Select(resource => $"resource={Uri.EscapeDataString(resource)}"));
        return $"/connect/authorize?{string.Join('&', pairs)}";
    }

    /// <summary>Has the person of that session agree, and returns the redirect to the client.</summary>
    public async Task<Answer> ConsentAsync(Browser session, string authorizeUrl, string decision = "allow")
    {
        var asked = await session.GetAsync(authorizeUrl);
        Assert.StartsWith("/consent", asked.Location, StringComparison.Ordinal);
        var answered = await session.SubmitAsync(asked.Location, new() { ["decision"] = decision });
        return await session.GetAsync(answered.Location);
    }

    /// <summary>Runs the whole code flow, for a person who is signed in.</summary>
    public async Task<Tokens> ConnectAsync(
        Browser session, Dictionary<string, string?>? overrides = null, params string[] resources)
    {
        var pkce = Pkce.Create();
        var redirect = await ConsentAsync(session, AuthorizeUrl(pkce, overrides, resources));
        var answer = await RedeemAsync(redirect.Query["code"], pkce.Verifier);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return Tokens.Of(answer);
    }

    public Task<Answer> RedeemAsync(
        string code, string? verifier, Dictionary<string, string?>? overrides = null, params string[] resources) =>
        TokenAsync(
            new Dictionary<string, string?>
            {
                ["grant_type"] = "authorization_code",
                ["code"] = code,
                ["redirect_uri"] = redirectUri,
                ["code_verifier"] = verifier,
            },
            overrides,
            resources);

    public Task<Answer> RefreshAsync(
        string refreshToken, Dictionary<string, string?>? overrides = null, params string[] resources) =>
        TokenAsync(
            new Dictionary<string, string?> { ["grant_type"] = "refresh_token", ["refresh_token"] = refreshToken },
            overrides,
            resources);

    public async Task<Answer> RevokeAsync(string token) => await Answer.ReadAsync(await _http.PostAsync(
        "/connect/revoke",
        new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = token, ["client_id"] = id })));

    public async Task<Answer> UserInfoAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        return await Answer.ReadAsync(await _http.SendAsync(request));
    }

    private async Task<Answer> TokenAsync(
        Dictionary<string, string?> parameters, Dictionary<string, string?>? overrides, string[] resources)
    {
        parameters["client_id"] = id;
        if (secret is not null)
            parameters["client_secret"] = secret;
        foreach (var (key, value) in overrides ?? [])
            parameters[key] = value;
        var pairs = parameters.Where(pair => pair.Value is not null)
            .Select(pair => KeyValuePair.Create(pair.Key, pair.Value!))
            .Concat(resources.Select(resource => KeyValuePair.Create("resource", resource)));
        return await Answer.ReadAsync(await _http.PostAsync("/connect/token", new FormUrlEncodedContent(pairs)));
    }
}
