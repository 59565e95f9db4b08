using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Exchange;

/// <summary>A token exchange (RFC 8693), and the tokens that go into it.</summary>
internal static class TokenExchange
{
    private const string AccessToken = "urn:ietf:params:oauth:token-type:access_token";

    /// <summary>What a person's application was given, for these servers.</summary>
    public static async Task<(Client Client, Tokens Tokens, Person Person)> ConnectAsync(
        IdentityHost host, string scope, params string[] resources)
    {
        var person = await host.NewPersonAsync("family");
        var client = await Client.RegisterAsync(host);
        var tokens = await client.ConnectAsync(await person.SignInAsync(), new() { ["scope"] = scope }, resources);
        return (client, tokens, person);
    }

    /// <summary>Asks as the files server, unless another client is named.</summary>
    public static Task<Answer> AskAsync(IdentityHost host, string token, params (string, string)[] others) =>
        Assertion.TokenAsync(host, Form(token, others));

    public static Dictionary<string, string> Form(string token, params (string, string)[] others)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "urn:ietf:params:oauth:grant-type:token-exchange",
            ["subject_token"] = token,
            ["subject_token_type"] = AccessToken,
            ["client_id"] = ExchangeHost.Files,
            ["client_secret"] = ExchangeHost.Secret,
        };
        foreach (var (name, value) in others)
            form[name] = value;
        return form;
    }
}
