using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Dpop;

/// <summary>A client with a key, that says of each request which proofs go with it.</summary>
internal sealed class DpopClient(IdentityHost host, Client client)
{
    private readonly HttpClient _http = host.NewClient();

    public string Id => client.Id;

    public TokenKey Key { get; } = TokenKey.EllipticCurve("proof");

    public string TokenAddress => $"{host.Origin.GetLeftPart(UriPartial.Authority)}/connect/token";

    public string UserInfoAddress => $"{host.Origin.GetLeftPart(UriPartial.Authority)}/connect/userinfo";

    public static async Task<DpopClient> RegisterAsync(IdentityHost host, string authMethod = "none") =>
        new(host, await Client.RegisterAsync(host, authMethod: authMethod));

    public ProofDraft Proof(TokenKey? key = null) => new(key ?? Key, "POST", TokenAddress, host.Clock.GetUtcNow());

    public ProofDraft UserInfoProof(string token, TokenKey? key = null) =>
        new(key ?? Key, "GET", UserInfoAddress, host.Clock.GetUtcNow(), token);

    /// <summary>A code of a person who agreed, with the form that redeems it.</summary>
    public async Task<Dictionary<string, string>> CodeAsync(string? boundTo = null)
    {
        var person = await host.NewPersonAsync();
        var pkce = Pkce.Create();
        var url = client.AuthorizeUrl(pkce, new() { ["dpop_jkt"] = boundTo });
        var redirect = await client.ConsentAsync(await person.SignInAsync(), url);
        return new()
        {
            ["grant_type"] = "authorization_code",
            ["code"] = redirect.Query["code"],
            ["redirect_uri"] = Client.RedirectUri,
            ["code_verifier"] = pkce.Verifier,
        };
    }

    public async Task<Tokens> ConnectAsync() => Tokens.Of(await TokenAsync(await CodeAsync(), Proof().Sign()));

    public Task<Answer> RefreshAsync(string token, params string[] proofs) =>
        TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = token }, proofs);

    public Task<Answer> TokenAsync(Dictionary<string, string> form, params string[] proofs)
    {
        form["client_id"] = client.Id;
        if (client.Secret is not null)
            form["client_secret"] = client.Secret;
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(form),
        };
        return SendAsync(request, proofs);
    }

    public Task<Answer> UserInfoAsync(string scheme, string token, params string[] proofs)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/connect/userinfo");
        request.Headers.Authorization = new(scheme, token);
        return SendAsync(request, proofs);
    }

    private Task<Answer> SendAsync(HttpRequestMessage request, string[] proofs)
    {
        foreach (var proof in proofs)
            request.Headers.TryAddWithoutValidation("DPoP", proof);
        return _http.AskAsync(request);
    }
}
