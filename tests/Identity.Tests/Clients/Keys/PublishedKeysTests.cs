using System.Net;
using McpAspire.Identity.Outbound.Keys;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Identity.Tests.Clients.Keys;

/// <summary>Configured clients whose keys are at an address of theirs.</summary>
public sealed class PublishedKeysTests : IAsyncLifetime
{
    private readonly TokenKey _first = TokenKey.EllipticCurve("first");
    private readonly TokenKey _second = TokenKey.Rsa("second");
    private string _served = string.Empty;
    private int _fetches;
    private LoopbackHost _site = null!;
    private IdentityHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _served = TokenKey.Jwks(_first);
        _site = await LoopbackHost.StartAsync(context =>
        {
            Interlocked.Increment(ref _fetches);
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(_served);
        });
        _host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?>
            {
                ["Identity:Clients:robot:Name"] = "Robot",
                ["Identity:Clients:robot:JwksUri"] = new Uri(_site.Address, "/keys").AbsoluteUri,
            },
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _site.DisposeAsync();
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public async Task Published_keys_count_as_long_as_they_are_published()
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(_first)));
        var early = await AskAsync(_second);
        Assert.All(first, answer => Assert.True(answer.Status == HttpStatusCode.OK, answer.Body));
        Assert.Equal("invalid_client", early.Error);
        Assert.Equal(1, _fetches);

        _served = TokenKey.Jwks(_second);
        _host.Clock.Advance(RemoteKeys.Pause);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_second)).Status);
        Assert.Equal("invalid_client", (await AskAsync(_first)).Error);
        Assert.Equal(2, _fetches);

        _served = "not keys";
        _host.Clock.Advance(RemoteKeys.Fresh + RemoteKeys.Pause);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(_second)).Status);
        _host.Clock.Advance(RemoteKeys.Kept);
        Assert.Equal("invalid_client", (await AskAsync(_second)).Error);
    }

    [Fact]
    public async Task Client_with_published_keys_has_no_secret()
    {
        var answer = await Assertion.TokenAsync(_host, new()
        {
            ["grant_type"] = "client_credentials", ["client_id"] = "robot", ["client_secret"] = "guess",
        });

        Assert.Equal("invalid_client", answer.Error);
    }

    private Task<Answer> AskAsync(TokenKey key) => Assertion.TokenAsync(_host, Assertion.Form(
        Assertion.Of(_host, "robot").WithHeader("kid", key.Id).Sign(key), ("grant_type", "client_credentials")));
}
