using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Authentication;

public sealed class ProtectedResourceMetadataEndpointsTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string WellKnown = "/.well-known/oauth-protected-resource";

    [Theory]
    [InlineData(WellKnown + "/mcp/everything")]
    [InlineData(WellKnown)]
    public async Task The_document_names_exactly_this_resource_and_issuer(string path)
    {
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, path));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal(TimeSpan.FromMinutes(5), response.Headers.CacheControl?.MaxAge);
        var expected = JsonNode.Parse(
            """
            {
              "resource": "http://localhost:8080/mcp/everything",
              "authorization_servers": ["http://localhost:9091"],
              "scopes_supported": ["mcp"],
              "bearer_methods_supported": ["header"],
              "dpop_signing_alg_values_supported": ["ES256", "PS256", "RS256"],
              "resource_name": "everything"
            }
            """);
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(await response.TextAsync())));
    }

    [Fact]
    public async Task The_document_does_not_depend_on_the_Host_header()
    {
        using var client = Gateway.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, WellKnown + "/mcp/everything");
        request.Headers.Host = "evil.example";
        request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil.example");
        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "https");

        using var response = await client.AskAsync(request);

        var text = await response.TextAsync();
        Assert.Contains("\"resource\":\"http://localhost:8080/mcp/everything\"", text);
        Assert.DoesNotContain("evil", text);
    }

    [Theory]
    [InlineData("/mcp/other")]
    [InlineData("/mcp/EVERYTHING")]
    [InlineData("/mcp/*")]
    [InlineData("/mcp/everything/below")]
    public async Task There_is_no_document_of_what_is_no_server(string path)
    {
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, WellKnown + path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task The_federation_has_a_document_of_its_own()
    {
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, WellKnown + "/mcp"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var document = JsonNode.Parse(await response.TextAsync())!;
        Assert.Equal("http://localhost:8080/mcp", (string?)document["resource"]);
        Assert.Equal("http://localhost:9091", (string?)document["authorization_servers"]![0]);
        Assert.Equal("all servers", (string?)document["resource_name"]);
    }

    [Fact]
    public async Task A_browser_gets_its_preflight_answered()
    {
        using var client = Gateway.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Options, WellKnown + "/mcp/everything").With(
            ("Origin", "https://inspector.example"),
            ("Access-Control-Request-Method", "GET"),
            ("Access-Control-Request-Headers", "mcp-protocol-version"));

        using var response = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Origin")));
        Assert.Equal("*", Assert.Single(response.Headers.GetValues("Access-Control-Allow-Headers")));
    }

    [Fact]
    public async Task With_two_servers_the_root_form_answers_404()
    {
        await using var gateway = await GatewayHost.StartAsync(new()
        {
            ["Mcp:Servers:second:Url"] = "http://127.0.0.1:9/mcp",
        });
        using var client = gateway.CreateClient();

        using var root = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, WellKnown));
        using var own = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, WellKnown + "/mcp/second"));

        Assert.Equal(HttpStatusCode.NotFound, root.StatusCode);
        Assert.Contains("\"resource\":\"http://localhost:8080/mcp/second\"", await own.TextAsync());
    }
}
