using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Dpop;

public sealed class NonceTests
{
    [Fact]
    public async Task Where_nonces_are_required_a_client_is_given_one_that_is_good_for_a_while()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Dpop:RequireNonce"] = "true" },
        });
        var client = await DpopClient.RegisterAsync(host);
        var code = await client.CodeAsync();

        var asked = await client.TokenAsync(code, client.Proof().Sign());
        Assert.Equal("use_dpop_nonce", asked.Error);
        var nonce = asked.Header("DPoP-Nonce");
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains("TokenRefused", StringComparison.Ordinal));

        var forged = await client.TokenAsync(code, client.Proof().With("nonce", Altered(nonce)).Sign());
        Assert.Equal("use_dpop_nonce", forged.Error);
        var answer = await client.TokenAsync(code, client.Proof().With("nonce", nonce).Sign());
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);

        host.Clock.Advance(TimeSpan.FromMinutes(6));
        var late = await client.RefreshAsync(Tokens.Of(answer).Refresh!, client.Proof().With("nonce", nonce).Sign());
        Assert.Equal("use_dpop_nonce", late.Error);
    }

    /// <summary>The same with another character in the middle, where every bit counts.</summary>
    private static string Altered(string nonce)
    {
        var middle = nonce.Length / 2;
        return nonce[..middle] + (nonce[middle] == 'A' ? 'B' : 'A') + nonce[(middle + 1)..];
    }
}
