using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Assertions;

/// <summary>A client assertion (RFC 7523) before it is signed.</summary>
internal static class Assertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>One that is good for a minute.</summary>
    public static TokenDraft Of(IdentityHost host, string clientId, string? audience = null)
    {
        var now = host.Clock.GetUtcNow();
        return new TokenDraft(clientId, audience ?? host.Origin.GetLeftPart(UriPartial.Authority), now)
            .WithHeader("typ", "JWT")
            .With("sub", clientId)
            .With("client_id", null)
            .With("scope", null)
            .With("nbf", null)
            .With("exp", now.AddMinutes(1).ToUnixTimeSeconds());
    }

    /// <summary>The parameters by which a request carries it.</summary>
    public static Dictionary<string, string> Form(string assertion, params (string Name, string Value)[] others)
    {
        var form = new Dictionary<string, string>
        {
            ["client_assertion_type"] = Type,
            ["client_assertion"] = assertion,
        };
        foreach (var (name, value) in others)
            form[name] = value;
        return form;
    }

    public static async Task<Answer> TokenAsync(IdentityHost host, Dictionary<string, string> form)
    {
        using var http = host.NewClient();
        return await http.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(form),
        });
    }
}
