using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Identity.Tests.Clients.Documents;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;

/// <summary>Clients that are known by the document at their address, and bring identity assertions.</summary>
[Collection(DocumentHost.Name)]
public sealed class DescribedClientTests(DocumentHost documents)
{
    private const string Grant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    [Fact]
    public async Task Client_that_the_issuer_was_given_is_served_and_no_other()
    {
        using var issuerKey = TokenKey.EllipticCurve("issuer");
        using var key = TokenKey.EllipticCurve("described");
        var (named, silent, unnamed) = (Describe(key), Describe(key, "authorization_code"), Describe(key));
        await using var host = await documents.StartAnotherAsync(
            ("Identity:TrustedIssuers:0:Issuer", ExchangeHost.Issuer),
            ("Identity:TrustedIssuers:0:Jwks", TokenKey.Jwks(issuerKey)),
            ("Identity:TrustedIssuers:0:Mapping", "UserName"),
            ("Identity:TrustedIssuers:0:Clients:0", named.Id),
            ("Identity:TrustedIssuers:0:Clients:1", silent.Id));
        var person = await host.NewPersonAsync();

        var answer = await BringAsync(named, key);
        var stolen = await BringAsync(named, issuerKey);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        Assert.Equal(named.Id, Tokens.Of(answer).AccessClaims.GetProperty("client_id").GetString());
        Assert.Equal("invalid_client", stolen.Error);
        Assert.Equal("unauthorized_client", (await BringAsync(silent, key)).Error);
        Assert.Equal("unauthorized_client", (await BringAsync(unnamed, key)).Error);

        Task<Answer> BringAsync(Described client, TokenKey by) => Assertion.TokenAsync(host, Assertion.Form(
            Assertion.Of(host, client.Id).Sign(by),
            ("grant_type", Grant),
            ("assertion", Jag.Of(host, person.Name).With("client_id", client.Id).Sign(issuerKey))));
    }

    private Described Describe(TokenKey key, params string[] grants) => Described.At(documents.Site)
        .With("token_endpoint_auth_method", "private_key_jwt")
        .With("jwks", JsonNode.Parse(TokenKey.Jwks(key)))
        .With("grant_types", Jag.List(grants.Length > 0 ? grants : ["authorization_code", Grant]))
        .Publish();
}
