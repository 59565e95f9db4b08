using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Revocation;

/// <summary>RFC 7662: resource servers ask about the tokens that are for them.</summary>
public sealed class IntrospectionTests(SharedIdentity identity)
{
    private const string Secret = ResourceServer.Secret;

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Token_is_described_to_the_resource_that_it_is_for_until_it_is_revoked()
    {
        var (client, tokens, resource) = await ConnectAsync();

        var before = await IntrospectAsync(resource, Secret, tokens.Access);
        await client.RevokeAsync(tokens.Refresh!);
        var after = await IntrospectAsync(resource, Secret, tokens.Access);

        Assert.True(before.Json.GetProperty("active").GetBoolean(), before.Body);
        Assert.Equal(client.Id, before.Json.GetProperty("client_id").GetString());
        Assert.Contains("mcp", before.Json.GetProperty("scope").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"active":false}""", after.Body);
    }

    [Fact]
    public async Task Token_for_another_resource_is_not_active()
    {
        var (_, tokens, _) = await ConnectAsync();
        var other = await NewResourceServerAsync();

        Assert.Equal("""{"active":false}""", (await IntrospectAsync(other, Secret, tokens.Access)).Body);
    }

    [Fact]
    public async Task Unknown_token_is_not_active()
    {
        var resource = await NewResourceServerAsync();

        Assert.Equal("""{"active":false}""", (await IntrospectAsync(resource, Secret, "unknown")).Body);
    }

    [Fact]
    public async Task Caller_without_its_secret_and_clients_of_any_kind_learn_nothing()
    {
        var (client, tokens, resource) = await ConnectAsync();
        var confidential = await Client.RegisterAsync(_host, authMethod: "client_secret_post");

        foreach (var (id, secret) in ((string, string?)[])
            [(resource, "wrong"), (resource, null), (client.Id, null), (confidential.Id, confidential.Secret)])
        {
            var answer = await IntrospectAsync(id, secret, tokens.Access);
            Assert.True(answer.Status is HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized, answer.Body);
            Assert.DoesNotContain("active", answer.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Endpoint_stands_in_the_metadata()
    {
        using var http = _host.NewClient();
        var metadata = (await http.AskAsync("/.well-known/oauth-authorization-server")).Json;

        Assert.EndsWith("/connect/introspect", metadata.GetProperty("introspection_endpoint").GetString());
        Assert.EndsWith("/connect/revoke", metadata.GetProperty("revocation_endpoint").GetString());
    }

    private async Task<(Client Client, Tokens Tokens, string Resource)> ConnectAsync()
    {
        var resource = await NewResourceServerAsync();
        var client = await Client.RegisterAsync(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        return (client, await client.ConnectAsync(session, null, resource), resource);
    }

    private Task<string> NewResourceServerAsync() => ResourceServer.RegisterAsync(_host);

    private Task<Answer> IntrospectAsync(string id, string? secret, string token) =>
        ResourceServer.IntrospectAsync(_host, id, secret, token);
}
