using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Dpop;

/// <summary>A token request with a proof, of whatever client.</summary>
internal static class DpopRequest
{
    public static async Task<Answer> TokenAsync(IdentityHost host, Dictionary<string, string> form, TokenKey key)
    {
        using var http = host.NewClient();
        var address = $"{host.Origin.GetLeftPart(UriPartial.Authority)}/connect/token";
        var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent(form),
        };
        request.Headers.Add("DPoP", new ProofDraft(key, "POST", address, host.Clock.GetUtcNow()).Sign());
        return await http.AskAsync(request);
    }
}
