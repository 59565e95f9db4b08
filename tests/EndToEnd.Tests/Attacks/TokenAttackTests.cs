using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpAspire.EndToEnd.Tests.OAuth;
using McpAspire.EndToEnd.Tests.Stacks;

namespace McpAspire.EndToEnd.Tests.Attacks;

/// <summary>What is no access token for this endpoint gets a challenge, and the backend never hears of it.</summary>
public sealed class TokenAttackTests(StackFixture fixture)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Stack Stack => fixture.Stack;

    [Fact]
    public async Task A_genuine_token_passes()
    {
        var tokens = await Stack.SignInAsync(Cancellation);

        using var response = await Stack.Http.CallToolAsync(Stack.McpUrl, tokens.AccessToken, Cancellation);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task No_token_is_challenged_without_an_error_code()
    {
        using var response = await Stack.Http.CallToolAsync(Stack.McpUrl, bearer: null, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var challenge = response.Headers.WwwAuthenticate.ToString();
        Assert.Contains($"resource_metadata=\"{Stack.ResourceMetadataUrl}\"", challenge);
        Assert.Contains("scope=\"mcp\"", challenge);
        // RFC 6750 section 3.1: a request that carries no credentials gets no error code.
        Assert.DoesNotContain("error=", challenge);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        var tokens = await Stack.SignInAsync(Cancellation);
        var genuine = Jwt.Parse(tokens.AccessToken);
        var forger = SigningKey.Of(Stack);

        // Signed with identity's own key: the control shows that nothing but the date is wrong.
        await AssertPassesAsync(forger.Sign(genuine));
        await AssertRefusedAsync(forger.Sign(genuine
            .With("iat", DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeSeconds())
            .With("exp", DateTimeOffset.UnixEpoch.AddYears(50).AddHours(1).ToUnixTimeSeconds())));
    }

    [Fact]
    public async Task A_token_for_another_endpoint_is_refused()
    {
        var client = await Stack.ClientAsync(Cancellation);
        var other = $"{Stack.Resource}-other";
        var tokens = await client.SignInAsync(Stack.Administrator, other, Cancellation);

        Assert.Equal(other, (string?)Jwt.Parse(tokens.AccessToken).Payload["aud"]);
        await AssertRefusedAsync(tokens.AccessToken);
    }

    [Fact]
    public async Task An_identity_token_is_no_access_token()
    {
        var tokens = await Stack.SignInAsync(Cancellation);

        await AssertRefusedAsync(tokens.IdToken);
    }

    [Fact]
    public async Task A_refresh_token_is_no_access_token()
    {
        var tokens = await Stack.SignInAsync(Cancellation);

        await AssertRefusedAsync(tokens.RefreshToken);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("nOnE")]
    public async Task A_token_without_a_signature_is_refused(string algorithm)
    {
        var tokens = await Stack.SignInAsync(Cancellation);
        var genuine = Jwt.Parse(tokens.AccessToken);
        var header = (JsonObject)genuine.Header.DeepClone();
        header["alg"] = algorithm;

        await AssertRefusedAsync((genuine with { Header = header, Signature = "" }).ToString());
        await AssertRefusedAsync((genuine with { Header = header }).ToString());
    }

    [Fact]
    public async Task A_public_key_is_not_taken_for_a_shared_secret()
    {
        var tokens = await Stack.SignInAsync(Cancellation);
        var genuine = Jwt.Parse(tokens.AccessToken);
        var header = (JsonObject)genuine.Header.DeepClone();
        header["alg"] = "HS256";
        var keys = await Stack.Http.GetStringAsync(new Uri(Stack.Issuer, "/.well-known/jwks"), Cancellation);
        var modulus = JsonDocument.Parse(keys).RootElement.GetProperty("keys")[0].GetProperty("n").GetString()!;
        var unsigned = (genuine with { Header = header, Signature = "" }).ToString();

        foreach (var secret in new[] { Encoding.UTF8.GetBytes(keys), Base64Url.DecodeFromChars(modulus) })
        {
            var signature = HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(unsigned.TrimEnd('.')));
            await AssertRefusedAsync(unsigned + Base64Url.EncodeToString(signature));
        }
    }

    [Fact]
    public async Task A_changed_claim_breaks_the_signature()
    {
        var tokens = await Stack.SignInAsync(Cancellation);

        await AssertRefusedAsync(Jwt.Parse(tokens.AccessToken).With("sub", "somebody else").ToString());
    }

    [Theory]
    [InlineData("not-a-token")]
    [InlineData("a.b.c")]
    [InlineData("....")]
    public async Task Garbage_is_refused(string garbage) => await AssertRefusedAsync(garbage);

    [Fact]
    public async Task A_token_in_the_query_is_not_looked_at()
    {
        var tokens = await Stack.SignInAsync(Cancellation);
        var url = new Uri($"{Stack.McpUrl}?access_token={tokens.AccessToken}");

        using var response = await Stack.Http.CallToolAsync(url, bearer: null, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private async Task AssertPassesAsync(string token)
    {
        using var response = await Stack.Http.CallToolAsync(Stack.McpUrl, token, Cancellation);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private async Task AssertRefusedAsync(string token)
    {
        using var response = await Stack.Http.CallToolAsync(Stack.McpUrl, token, Cancellation);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var challenge = response.Headers.WwwAuthenticate.ToString();
        Assert.Contains($"resource_metadata=\"{Stack.ResourceMetadataUrl}\"", challenge);
    }
}
