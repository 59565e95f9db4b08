using System.Net;
using System.Text.Json;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth;

/// <summary>What the server says of itself (RFC 8414, OpenID Connect Discovery).</summary>
public sealed class MetadataTests(SharedIdentity identity)
{
    private const string OAuth = "/.well-known/oauth-authorization-server";
    private const string OpenId = "/.well-known/openid-configuration";

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Issuer_and_endpoints_are_built_from_the_configured_origin_without_a_final_slash()
    {
        var document = await GetAsync(OAuth);

        Assert.Equal("http://localhost:9091", Value("issuer"));
        Assert.Equal("http://localhost:9091/connect/authorize", Value("authorization_endpoint"));
        Assert.Equal("http://localhost:9091/connect/token", Value("token_endpoint"));
        Assert.Equal("http://localhost:9091/connect/register", Value("registration_endpoint"));
        Assert.Equal("http://localhost:9091/connect/revoke", Value("revocation_endpoint"));
        Assert.Equal("http://localhost:9091/connect/userinfo", Value("userinfo_endpoint"));
        Assert.Equal("http://localhost:9091/.well-known/jwks", Value("jwks_uri"));

        string? Value(string name) => document.GetProperty(name).GetString();
    }

    [Fact]
    public async Task Both_documents_are_the_same()
    {
        using var client = _host.NewClient();

        Assert.Equal((await client.AskAsync(OAuth)).Body, (await client.AskAsync(OpenId)).Body);
    }

    [Fact]
    public async Task Only_S256_and_only_codes_are_offered()
    {
        var document = await GetAsync(OAuth);

        Assert.Equal(["S256"], Strings(document, "code_challenge_methods_supported"));
        Assert.Equal(["code"], Strings(document, "response_types_supported"));
        Assert.Equal(
            [
                "authorization_code", "client_credentials", "refresh_token",
                "urn:ietf:params:oauth:grant-type:device_code",
                "urn:ietf:params:oauth:grant-type:token-exchange",
            ],
            Strings(document, "grant_types_supported").Order());
        Assert.Equal(
            ["form_post", "fragment", "query"], Strings(document, "response_modes_supported").Order());
    }

    [Fact]
    public async Task Public_clients_are_announced_as_welcome()
    {
        var document = await GetAsync(OAuth);

        Assert.Equal(
            ["client_secret_basic", "client_secret_post", "none", "private_key_jwt"],
            Strings(document, "token_endpoint_auth_methods_supported").Order());
        Assert.True(document.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        Assert.Contains("mcp", Strings(document, "scopes_supported"));
        Assert.Contains("offline_access", Strings(document, "scopes_supported"));
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost:9092")]
    [InlineData("localhost")]
    public async Task Foreign_host_is_refused_and_appears_in_no_document(string host)
    {
        using var client = _host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, OAuth) { Headers = { Host = host } };

        var answer = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain("issuer", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forwarded_host_and_scheme_change_nothing()
    {
        using var client = _host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, OAuth)
        {
            Headers = { { "X-Forwarded-Host", "evil.example" }, { "X-Forwarded-Proto", "https" } },
        };

        var answer = await client.AskAsync(request);

        Assert.Equal((await client.AskAsync(OAuth)).Body, answer.Body);
    }

    [Fact]
    public async Task Extra_host_that_is_allowed_gets_the_same_document()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:AllowedHosts:0"] = "identity:9091" },
        });
        using var client = host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, OAuth) { Headers = { Host = "identity:9091" } };

        var answer = await client.AskAsync(request);

        Assert.Equal("http://localhost:9091", answer.Json.GetProperty("issuer").GetString());
        Assert.DoesNotContain("identity:9091", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Key_set_holds_public_parts_only()
    {
        var document = await GetAsync("/.well-known/jwks");

        var key = Assert.Single(document.GetProperty("keys").EnumerateArray().ToList());
        Assert.Equal(["alg", "e", "kid", "kty", "n", "use"], key.EnumerateObject().Select(it => it.Name).Order());
    }

    [Theory]
    [InlineData(OAuth)]
    [InlineData(OpenId)]
    [InlineData("/.well-known/jwks")]
    public async Task Metadata_is_readable_from_any_web_page(string path)
    {
        using var client = _host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { { "Origin", "https://app.example" } },
        };

        var answer = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Empty(answer.Header("Access-Control-Allow-Credentials"));
    }

    [Theory]
    [InlineData(OAuth, "GET", "mcp-protocol-version")]
    [InlineData("/connect/token", "POST", "authorization,content-type")]
    [InlineData("/connect/register", "POST", "content-type")]
    [InlineData("/connect/revoke", "POST", "content-type")]
    public async Task Preflight_of_a_browser_client_is_answered(string path, string method, string headers)
    {
        using var client = _host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, path)
        {
            Headers =
            {
                { "Origin", "https://app.example" },
                { "Access-Control-Request-Method", method },
                { "Access-Control-Request-Headers", headers },
            },
        };

        var answer = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(headers, answer.Header("Access-Control-Allow-Headers"));
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/connect/authorize")]
    public async Task Pages_are_not_readable_from_other_web_pages(string path)
    {
        using var client = _host.NewClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { { "Origin", "https://app.example" } },
        };

        var answer = await client.AskAsync(request);

        Assert.Empty(answer.Header("Access-Control-Allow-Origin"));
    }

    private async Task<JsonElement> GetAsync(string path)
    {
        using var client = _host.NewClient();
        return JsonDocument.Parse((await client.AskAsync(path)).Body).RootElement;
    }

    private static IEnumerable<string?> Strings(JsonElement document, string name) =>
        document.GetProperty(name).EnumerateArray().Select(item => item.GetString());
}
