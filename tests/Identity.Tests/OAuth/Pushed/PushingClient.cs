using System.Web;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Pushed;

/// <summary>Sends the authorization requests of a client by the back channel (RFC 9126).</summary>
internal sealed class PushingClient(IdentityHost host, Client client)
{
    private readonly HttpClient _http = host.NewClient();

    public async Task<Answer> PushAsync(Pkce pkce, Dictionary<string, string?>? overrides = null)
    {
        var query = HttpUtility.ParseQueryString(client.AuthorizeUrl(pkce, overrides).Split('?', 2)[1]);
        var form = query.AllKeys.ToDictionary(key => key!, key => query[key]!);
        if (client.Secret is not null)
            form.TryAdd("client_secret", client.Secret);
        return await _http.AskAsync(new HttpRequestMessage(HttpMethod.Post, "/connect/par")
        {
            Content = new FormUrlEncodedContent(form),
        });
    }

    /// <summary>Pushes, and returns the address that the browser is sent to.</summary>
    public async Task<string> AddressAsync(Pkce pkce, Dictionary<string, string?>? overrides = null)
    {
        var pushed = await PushAsync(pkce, overrides);
        Assert.True(pushed.Status == System.Net.HttpStatusCode.Created, pushed.Body);
        return AddressOf(pushed, client.Id);
    }

    public static string AddressOf(Answer pushed, string clientId) =>
        $"/connect/authorize?client_id={clientId}"
        + $"&request_uri={Uri.EscapeDataString(pushed.Json.GetProperty("request_uri").GetString()!)}";
}
