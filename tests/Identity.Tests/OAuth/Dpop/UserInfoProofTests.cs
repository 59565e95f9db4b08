using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Dpop;

public sealed class UserInfoProofTests(SharedIdentity identity)
{
    private static readonly TokenKey Thief = TokenKey.EllipticCurve("thief");

    private IdentityHost Host => identity.Host;

    [Fact]
    public async Task A_bound_token_opens_userinfo_with_its_proof()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var token = (await client.ConnectAsync()).Access;

        var answer = await client.UserInfoAsync("DPoP", token, client.UserInfoProof(token).Sign());

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
    }

    [Fact]
    public async Task A_stolen_token_opens_nothing()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var token = (await client.ConnectAsync()).Access;
        var other = (await client.ConnectAsync()).Access;
        var used = client.UserInfoProof(token).Sign();
        await client.UserInfoAsync("DPoP", token, used);

        var answers = new Dictionary<string, Answer>
        {
            ["as bearer token"] = await client.UserInfoAsync("Bearer", token),
            ["as bearer token with a proof"] =
                await client.UserInfoAsync("Bearer", token, client.UserInfoProof(token).Sign()),
            ["without proof"] = await client.UserInfoAsync("DPoP", token),
            ["with another key"] = await client.UserInfoAsync("DPoP", token, client.UserInfoProof(token, Thief).Sign()),
            ["with the proof of another token"] =
                await client.UserInfoAsync("DPoP", token, client.UserInfoProof(other).Sign()),
            ["with a proof for the token endpoint"] = await client.UserInfoAsync("DPoP", token, client.Proof().Sign()),
            ["with a used proof"] = await client.UserInfoAsync("DPoP", token, used),
        };

        Assert.All(answers, answer => Assert.True(
            answer.Value.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest,
            $"{answer.Key}: {answer.Value.Status}"));
    }

    [Fact]
    public async Task A_plain_token_is_none_of_the_scheme_DPoP()
    {
        var client = await DpopClient.RegisterAsync(Host);
        var token = Tokens.Of(await client.TokenAsync(await client.CodeAsync())).Access;

        var answer = await client.UserInfoAsync("DPoP", token, client.UserInfoProof(token).Sign());

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(HttpStatusCode.OK, (await client.UserInfoAsync("Bearer", token)).Status);
    }
}
