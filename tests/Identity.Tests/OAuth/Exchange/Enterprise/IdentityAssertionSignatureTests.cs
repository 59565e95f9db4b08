using System.Net;
using System.Security.Cryptography;
using System.Text;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Enterprise;

/// <summary>Assertions that somebody else signed, or that are tokens of another kind.</summary>
[Collection(ExchangeHost.Name)]
public sealed class IdentityAssertionSignatureTests(ExchangeHost exchanges) : IAsyncLifetime
{
    private readonly IdentityHost _host = exchanges.Host;
    private Person _person = null!;

    public async ValueTask InitializeAsync() => _person = await _host.NewPersonAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(null)]
    [InlineData("JWT")]
    [InlineData("at+jwt")]
    [InlineData("oauth-id-jag")]
    [InlineData("client-authentication+jwt")]
    public async Task Other_type_is_refused(string? type) => await AssertRefusedAsync(Draft().WithHeader("typ", type));

    [Fact]
    public async Task Alg_none_is_refused()
    {
        await AssertRefusedAsync(Draft().WithHeader("alg", "none").Sign(_ => []));
        await AssertRefusedAsync(Draft().WithHeader("alg", "none").Sign(_ => new byte[64]));
    }

    [Fact]
    public async Task Public_key_as_a_shared_secret_is_refused()
    {
        string[] known = [exchanges.RsaKey.ToPublicPem(), TokenKey.Jwks(exchanges.Key, exchanges.RsaKey)];
        foreach (var secret in known)
        {
            await AssertRefusedAsync(Draft().WithHeader("alg", "HS256").WithHeader("kid", "key-2").Sign(input =>
                HMACSHA256.HashData(Encoding.ASCII.GetBytes(secret), Encoding.ASCII.GetBytes(input))));
        }
    }

    [Fact]
    public async Task Algorithm_that_the_key_is_not_for_is_refused() =>
        await AssertRefusedAsync(Draft().WithHeader("alg", "PS256").Sign(exchanges.RsaKey));

    [Fact]
    public async Task Key_of_another_issuer_is_refused_even_under_the_same_id()
    {
        await AssertRefusedAsync(Draft().Sign(exchanges.LinkKey));
        await AssertRefusedAsync(Draft().WithHeader("kid", "key-1").Sign(exchanges.MailKey));
        await AssertRefusedAsync(Draft().Sign(exchanges.MailKey));
    }

    [Fact]
    public async Task Key_that_the_assertion_brings_along_is_refused()
    {
        using var own = TokenKey.EllipticCurve("key-1");
        await AssertRefusedAsync(Draft().WithHeader("jwk", own.ToJwk()).Sign(own));
        await AssertRefusedAsync(Draft().WithHeader("jku", "https://evil.example/jwks").Sign(own));
        await AssertRefusedAsync(Draft().WithHeader("kid", null).WithHeader("jwk", own.ToJwk())
            .WithHeader("alg", "ES256").Sign(input => own.Sign(input)));
    }

    [Fact]
    public async Task Unknown_extension_is_refused() =>
        await AssertRefusedAsync(Draft().WithHeader("crit", Jag.List("exp")));

    private TokenDraft Draft() => Jag.Of(_host, _person.Name);

    private Task AssertRefusedAsync(TokenDraft draft) => AssertRefusedAsync(draft.Sign(exchanges.Key));

    private async Task AssertRefusedAsync(string assertion)
    {
        var answer = await Jag.BringAsync(_host, assertion);

        Assert.True(answer.Status == HttpStatusCode.BadRequest, answer.Body);
        Assert.Equal("invalid_grant", answer.Error);
    }
}
