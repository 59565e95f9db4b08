using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Authentication;

public sealed class BearerStageTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    private const string Metadata =
        "resource_metadata=\"http://localhost:8080/.well-known/oauth-protected-resource/mcp/everything\""
        + ", scope=\"mcp\", DPoP algs=\"ES256 PS256 RS256\"";

    private static readonly Dictionary<string, Func<ScriptedIssuer, string>> Worthless = new()
    {
        ["not a JWT"] = _ => "abc",
        ["an opaque token of another issuer"] = _ => "gho_16C7/e42F+292c6912E7~710c838347Ae178B4a==",
        ["two parts"] = issuer => issuer.Token()[..issuer.Token().LastIndexOf('.')],
        ["empty signature"] = issuer => issuer.Token()[..(issuer.Token().LastIndexOf('.') + 1)],
        ["alg none"] = issuer => issuer.Draft().WithHeader("alg", "none").WithHeader("kid", "key-1").Sign(_ => []),
        ["alg None"] = issuer => issuer.Draft().WithHeader("alg", "None").WithHeader("kid", "key-1").Sign(_ => []),
        ["alg nOnE"] = issuer => issuer.Draft().WithHeader("alg", "nOnE").WithHeader("kid", "key-1").Sign(_ => []),
        ["alg null"] = _ =>
            Encode("""{"alg":null,"typ":"at+jwt","kid":"key-1"}""") + "." + Encode("{}") + ".AAAA",
        ["alg missing"] = issuer => issuer.Draft().WithHeader("kid", "key-1").Sign(input => issuer.Key.Sign(input)),
        ["alg ES256 for an RSA key"] = issuer => issuer.Draft().WithHeader("alg", "ES256").Sign(issuer.Key),
        ["HS256 with the public key as secret"] = issuer => HmacSigned(issuer, issuer.Key.ToPublicPem()),
        ["HS256 with the JWK as secret"] = issuer => HmacSigned(issuer, issuer.Key.ToJwk().ToJsonString()),
        ["crit"] = issuer => issuer.Draft().WithHeader("crit", new JsonArray("exp")).Sign(issuer.Key),
        ["b64 false"] = issuer => issuer.Draft().WithHeader("b64", false).Sign(issuer.Key),
        ["typ JWT"] = issuer => issuer.Draft().WithHeader("typ", "JWT").Sign(issuer.Key),
        ["typ missing"] = issuer => issuer.Draft().WithHeader("typ", null).Sign(issuer.Key),
        ["typ of another letter case"] = issuer => issuer.Draft().WithHeader("typ", "AT+JWT").Sign(issuer.Key),
        ["ID token"] = issuer =>
            issuer.Draft(audience: "client-1").WithHeader("typ", "JWT").With("nonce", "n").Sign(issuer.Key),
        ["kid missing"] = issuer =>
            issuer.Draft().WithHeader("alg", "RS256").Sign(input => issuer.Key.Sign(input)),
        ["kid that is a path"] = issuer => issuer.Draft().WithHeader("kid", "../../dev/null").Sign(issuer.Key),
        ["kid of ten thousand letters"] = issuer =>
            issuer.Draft().WithHeader("kid", new string('k', 3000)).Sign(issuer.Key),
        ["foreign issuer"] = issuer => issuer.Draft().With("iss", "http://localhost:9092").Sign(issuer.Key),
        ["issuer with a slash"] = issuer => issuer.Draft().With("iss", ScriptedIssuer.Name + "/").Sign(issuer.Key),
        ["no issuer"] = issuer => issuer.Draft().With("iss", null).Sign(issuer.Key),
        ["foreign audience"] = issuer => issuer.Draft(audience: "http://localhost:8080/mcp/other").Sign(issuer.Key),
        ["audience is the root of all servers"] = issuer =>
            issuer.Draft(audience: "http://localhost:8080/mcp").Sign(issuer.Key),
        ["audience is a path below"] = issuer => issuer.Draft(audience: GatewayHost.Resource + "/x").Sign(issuer.Key),
        ["audience begins alike"] = issuer => issuer.Draft(audience: GatewayHost.Resource + "-evil").Sign(issuer.Key),
        ["audience with a slash"] = issuer => issuer.Draft(audience: GatewayHost.Resource + "/").Sign(issuer.Key),
        ["audience in capitals"] = issuer =>
            issuer.Draft(audience: GatewayHost.Resource.ToUpperInvariant()).Sign(issuer.Key),
        ["no audience"] = issuer => issuer.Draft().With("aud", null).Sign(issuer.Key),
        ["two audiences"] = issuer =>
            issuer.Draft().With("aud", new JsonArray(GatewayHost.Resource, "https://other.example")).Sign(issuer.Key),
        ["no expiry"] = issuer => issuer.Draft().With("exp", null).Sign(issuer.Key),
        ["expiry that is a text"] = issuer => issuer.Draft().With("exp", "tomorrow").Sign(issuer.Key),
        ["expiry beyond all numbers"] = issuer => issuer.Draft().With("exp", JsonNode.Parse("1e400")).Sign(issuer.Key),
        ["not valid before next year"] = issuer => issuer.Draft().With("nbf", 4102444800).Sign(issuer.Key),
        ["no subject"] = issuer => issuer.Draft().With("sub", null).Sign(issuer.Key),
        ["no client"] = issuer => issuer.Draft().With("client_id", null).Sign(issuer.Key),
        ["no token id"] = issuer => issuer.Draft().With("jti", null).Sign(issuer.Key),
        ["no time of issue"] = issuer => issuer.Draft().With("iat", null).Sign(issuer.Key),
        ["payload of another token"] = issuer => Spliced(issuer),
        ["signed by a key that nobody published"] = issuer => SignedByStranger(issuer),
    };

    public static TheoryData<string> WorthlessTokens => [.. Worthless.Keys];

    [Theory]
    [MemberData(nameof(WorthlessTokens))]
    public async Task A_token_that_is_not_for_this_server_gets_401_invalid_token(string kind)
    {
        using var client = Gateway.CreateClient(Worthless[kind](Gateway.Issuer));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.Equal(
            $"Bearer error=\"invalid_token\", error_description=\"The access token is not valid here.\", {Metadata}",
            response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task An_expired_token_gets_401_and_is_told_so()
    {
        var issued = TimeProvider.System.GetUtcNow().AddHours(-1);
        using var client = Gateway.CreateClient(Gateway.Issuer.Draft(issued).Sign(Gateway.Issuer.Key));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.Equal(
            $"Bearer error=\"invalid_token\", error_description=\"The access token has expired.\", {Metadata}",
            response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("GET")]
    [InlineData("DELETE")]
    public async Task A_request_without_token_gets_401_with_a_bare_challenge(string method)
    {
        using var client = Gateway.CreateClient();
        using var request = method == "POST" ? Rpc.Post(Rpc.LegacyCall) : new HttpRequestMessage(new(method), Rpc.Path);

        using var response = await client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.Equal($"Bearer {Metadata}", response.Headers.WwwAuthenticate.ToString());
    }

    [Fact]
    public async Task A_token_in_the_query_is_no_token()
    {
        using var client = Gateway.CreateClient();
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.RequestUri = new Uri($"{Rpc.Path}?access_token={Gateway.Issuer.Token()}", UriKind.Relative);

        using var response = await client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("access_token")]
    [InlineData("access%5Ftoken")]
    public async Task Tokens_in_header_and_query_are_an_invalid_request(string name)
    {
        using var request = Rpc.Post(Rpc.LegacyCall);
        request.RequestUri = new Uri($"{Rpc.Path}?{name}={Gateway.Issuer.Token()}", UriKind.Relative);

        using var response = await Client.AskAsync(request);

        await IsRefusedAsync(response, HttpStatusCode.BadRequest);
        Assert.Contains("error=\"invalid_request\"", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("Authorization: Bearer {0}\r\nAuthorization: Bearer {0}")]
    [InlineData("Authorization: Bearer {0}\r\nauthorization: Bearer x.y.z")]
    [InlineData("Authorization: Bearer {0}, Bearer {0}")]
    [InlineData("Authorization: Bearer  {0}")]
    [InlineData("Authorization: Bearer\t{0}")]
    [InlineData("Authorization: Bearer{0}")]
    [InlineData("Authorization: Bearer")]
    [InlineData("Authorization: {0}")]
    [InlineData("Authorization: Bearer {0}; x=1")]
    [InlineData("Authorization: Bearer \"{0}\"")]
    public async Task Anything_but_one_bearer_credential_is_an_invalid_request(string header)
    {
        using var connection = await RawConnection.OpenAsync(Gateway.Listener);

        await connection.SendAsync(RawConnection.Post(string.Format(null, header, Gateway.Issuer.Token())));

        var response = await connection.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 400 ", response);
        Assert.Contains("WWW-Authenticate: Bearer error=\"invalid_request\", resource_metadata=", response);
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("Basic YTpi")]
    public async Task A_client_that_tries_another_scheme_is_told_to_use_this_one(string credential)
    {
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Authorization", credential)));

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.Equal($"Bearer {Metadata}", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("DPoP abc")]
    [InlineData("DPoP a.b.c")]
    public async Task A_worthless_token_is_worth_no_more_by_the_scheme_of_bound_ones(string credential)
    {
        using var client = Gateway.CreateClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall, ("Authorization", credential)));

        await IsRefusedAsync(response, HttpStatusCode.Unauthorized);
        Assert.Empty(Gateway.Backend.Received);
    }

    [Fact]
    public async Task The_scheme_is_read_in_any_letter_case()
    {
        using var client = Gateway.CreateClient();
        using var request = Rpc.Post(Rpc.LegacyCall, ("Authorization", $"bEARER {Gateway.Issuer.Token()}"));

        using var response = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_token_longer_than_eight_kilobytes_is_an_invalid_request()
    {
        using var client = Gateway.CreateClient(new string('a', 8 * 1024 + 1));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        await IsRefusedAsync(response, HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("openid profile")]
    [InlineData("mcpx")]
    [InlineData("MCP")]
    public async Task A_valid_token_without_the_scope_gets_403_insufficient_scope(string? scope)
    {
        using var client = Gateway.CreateClient(Gateway.Issuer.Draft().With("scope", scope).Sign(Gateway.Issuer.Key));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        await IsRefusedAsync(response, HttpStatusCode.Forbidden);
        Assert.Equal(
            $"Bearer error=\"insufficient_scope\", {Metadata}", response.Headers.WwwAuthenticate.ToString());
    }

    [Theory]
    [InlineData("RS256")]
    [InlineData("PS256")]
    public async Task Both_RSA_algorithms_are_accepted(string algorithm)
    {
        var token = Gateway.Issuer.Draft().WithHeader("alg", algorithm).Sign(Gateway.Issuer.Key);
        using var client = Gateway.CreateClient(token);

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_single_audience_may_stand_in_an_array()
    {
        var token = Gateway.Issuer.Draft().With("aud", new JsonArray(GatewayHost.Resource)).Sign(Gateway.Issuer.Key);
        using var client = Gateway.CreateClient(token);

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task A_changed_signature_is_refused_even_when_the_true_token_is_cached()
    {
        var token = Gateway.Issuer.Token();
        using var client = Gateway.CreateClient(token);
        using var changed = Gateway.CreateClient(token[..^6] + (token[^6] == 'A' ? 'B' : 'A') + token[^5..]);

        using var first = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        Gateway.Backend.Received.Clear();
        using var second = await changed.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        await IsRefusedAsync(second, HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_cached_token_is_refused_from_the_second_it_expires()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await GatewayHost.StartAsync(time: time);
        var token = gateway.Issuer.Draft(time.GetUtcNow()).Sign(gateway.Issuer.Key);
        using var client = gateway.CreateClient(token);

        using var fresh = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        time.Advance(TimeSpan.FromSeconds(298));
        using var late = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        time.Advance(TimeSpan.FromSeconds(2));
        using var expired = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, expired.StatusCode);
        Assert.Equal(2, gateway.Backend.Received.Count);
    }

    [Fact]
    public async Task A_token_that_becomes_valid_within_five_seconds_is_accepted()
    {
        var soon = TimeProvider.System.GetUtcNow().AddSeconds(3).ToUnixTimeSeconds();
        using var client = Gateway.CreateClient(Gateway.Issuer.Draft().With("nbf", soon).Sign(Gateway.Issuer.Key));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task No_token_ever_stands_in_the_log()
    {
        var token = Gateway.Issuer.Draft().With("aud", "http://elsewhere.example").Sign(Gateway.Issuer.Key);
        using var client = Gateway.CreateClient(token);

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Contains(Gateway.Log.Lines, line => line.Contains("token_audience", StringComparison.Ordinal));
        Assert.DoesNotContain(Gateway.Log.Lines, line => line.Contains(token[..20], StringComparison.Ordinal));
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static string HmacSigned(ScriptedIssuer issuer, string secret) =>
        issuer.Draft().WithHeader("alg", "HS256").WithHeader("kid", issuer.Key.Id).Sign(input =>
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(input)));

    private static string Spliced(ScriptedIssuer issuer)
    {
        var signed = issuer.Token().Split('.');
        var wanted = issuer.Draft().With("sub", "administrator").Sign(issuer.Key).Split('.');
        return $"{signed[0]}.{wanted[1]}.{signed[2]}";
    }

    private static string SignedByStranger(ScriptedIssuer issuer)
    {
        using var stranger = TokenKey.Rsa(issuer.Key.Id);
        return issuer.Draft()
            .WithHeader("jwk", stranger.ToJwk())
            .WithHeader("jku", "http://evil.example/jwks")
            .Sign(stranger);
    }
}
