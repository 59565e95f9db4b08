using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A device that has a key binds its tokens to it (RFC 9449).</summary>
[Collection(DeviceHost.Name)]
public sealed class ProofTests(DeviceHost devices)
{
    private static readonly TokenKey Thief = TokenKey.EllipticCurve("thief");

    private readonly IdentityHost _host = devices.Host;
    private readonly DeviceClient _client = new(devices.Host);

    [Fact]
    public async Task Tokens_are_bound_to_the_key_that_asks_for_them()
    {
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(await (await _host.NewPersonAsync()).SignInAsync(), codes);

        var answer = await _client.PollWithProofAsync(codes, _client.Proof());

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var tokens = Tokens.Of(answer);
        Assert.Equal("DPoP", answer.Json.GetProperty("token_type").GetString());
        Assert.Equal(
            ProofDraft.Thumbprint(_client.Key),
            tokens.AccessClaims.GetProperty("cnf").GetProperty("jkt").GetString());
        Assert.Equal("invalid_dpop_proof", (await _client.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Fact]
    public async Task Worthless_proof_is_refused_and_leaves_the_code_unspent()
    {
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(await (await _host.NewPersonAsync()).SignInAsync(), codes);

        var elsewhere = await _client.PollWithProofAsync(
            codes, _client.Proof(Thief).With("htu", "https://elsewhere.example/connect/token"));
        var right = await _client.PollWithProofAsync(codes, _client.Proof());

        Assert.Equal("invalid_dpop_proof", elsewhere.Error);
        Assert.True(right.Status == HttpStatusCode.OK, right.Body);
    }
}
