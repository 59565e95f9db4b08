using McpAspire.Identity.Clients.Documents;
using McpAspire.Identity.OAuth.Exchange.Trust;
using McpAspire.Identity.Outbound.Keys;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace McpAspire.Identity.Tests.OAuth.Exchange.Trust;

/// <summary>Keys of issuers that change, vanish and flood.</summary>
public sealed class IssuerKeysTests : IAsyncDisposable
{
    private readonly ShiftedClock _clock = new();
    private readonly List<IssuerKeySource> _sources = [];
    private readonly TokenKey _first = TokenKey.EllipticCurve("first");
    private readonly TokenKey _second = TokenKey.EllipticCurve("second");
    private IssuerKeys? _keys;
    private LoopbackHost? _host;
    private int _fetches;

    public async ValueTask DisposeAsync()
    {
        _sources.ForEach(source => source.Dispose());
        if (_host is not null)
            await _host.DisposeAsync();
    }

    [Fact]
    public async Task Keys_are_fetched_once_for_many_who_ask_at_once()
    {
        var issuer = await ServeAsync(context => JsonAsync(context, TokenKey.Jwks(_first)));

        var found = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => FindAsync(issuer, "first")));

        Assert.All(found, count => Assert.Equal(1, count));
        Assert.Equal(1, _fetches);
    }

    [Fact]
    public async Task Unknown_key_id_is_looked_for_once_in_a_while()
    {
        var served = TokenKey.Jwks(_first);
        var issuer = await ServeAsync(context => JsonAsync(context, served));
        Assert.Equal(1, await FindAsync(issuer, "first"));
        served = TokenKey.Jwks(_first, _second);

        Assert.Equal(0, await FindAsync(issuer, "second"));
        _clock.Advance(RemoteKeys.Pause);
        Assert.Equal(1, await FindAsync(issuer, "second"));
        for (var number = 0; number < 50; number++)
            Assert.Equal(0, await FindAsync(issuer, $"invented-{number}"));

        Assert.Equal(2, _fetches);
        Assert.Equal(1, await FindAsync(issuer, "first"));
    }

    [Fact]
    public async Task Withdrawn_key_is_forgotten_within_the_hour()
    {
        var served = TokenKey.Jwks(_first);
        var issuer = await ServeAsync(context => JsonAsync(context, served));
        await FindAsync(issuer, "first");
        served = TokenKey.Jwks(_second);

        _clock.Advance(RemoteKeys.Fresh + TimeSpan.FromSeconds(1));

        Assert.Equal(0, await FindAsync(issuer, "first"));
        Assert.Equal(1, await FindAsync(issuer, "second"));
    }

    [Fact]
    public async Task Issuer_that_cannot_be_reached_is_believed_for_some_hours()
    {
        var isUp = true;
        var issuer = await ServeAsync(context =>
        {
            context.Response.StatusCode = isUp ? 200 : 500;
            return JsonAsync(context, TokenKey.Jwks(_first));
        });
        await FindAsync(issuer, "first");
        isUp = false;

        _clock.Advance(RemoteKeys.Kept - TimeSpan.FromMinutes(1));
        Assert.Equal(1, await FindAsync(issuer, "first"));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, await FindAsync(issuer, "first"));
    }

    [Fact]
    public async Task Answer_that_is_no_small_document_from_that_very_address_is_not_read()
    {
        var good = TokenKey.Jwks(_first);
        (string, RequestDelegate)[] answers =
        [
            ("large", context => JsonAsync(context, good.PadRight(70_000))),
            ("elsewhere", context =>
            {
                if (context.Request.Path == "/good")
                    return JsonAsync(context, good);
                context.Response.Redirect("/good");
                return Task.CompletedTask;
            }),
            ("error", context =>
            {
                context.Response.StatusCode = 404;
                return JsonAsync(context, good);
            }),
            ("page", context => JsonAsync(context, "<html>")),
            ("secret", context => JsonAsync(context, """{"keys":[{"kty":"oct","k":"AAAA","kid":"first"}]}""")),
        ];

        foreach (var (name, answer) in answers)
        {
            await using var host = await LoopbackHost.StartAsync(answer);
            var issuer = Know(new() { Issuer = name, JwksUri = $"{host.Address}" });
            Assert.True(await FindAsync(issuer, "first") == 0, name);
        }
    }

    [Fact]
    public async Task Token_without_key_id_is_of_the_only_key_or_of_none()
    {
        Assert.Equal(1, await FindAsync(Know(new() { Issuer = "one", Jwks = TokenKey.Jwks(_first) }), null));
        Assert.Equal(0, await FindAsync(Know(new() { Issuer = "two", Jwks = TokenKey.Jwks(_first, _second) }), null));
    }

    [Fact]
    public async Task File_is_read_again_for_a_new_key()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, TokenKey.Jwks(_first), TestContext.Current.CancellationToken);
            var issuer = Know(new() { Issuer = "file", JwksFile = file });
            Assert.Equal(1, await FindAsync(issuer, "first"));
            await File.WriteAllTextAsync(file, TokenKey.Jwks(_second), TestContext.Current.CancellationToken);

            _clock.Advance(RemoteKeys.Pause);

            Assert.Equal(1, await FindAsync(issuer, "second"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<TrustedIssuer> ServeAsync(RequestDelegate answer)
    {
        _host = await LoopbackHost.StartAsync(context =>
        {
            Interlocked.Increment(ref _fetches);
            return answer(context);
        });
        return Know(new() { Issuer = "served", JwksUri = $"{_host.Address}" });
    }

    /// <summary>As if it stood in the configuration.</summary>
    private TrustedIssuer Know(TrustedIssuer issuer)
    {
        var source = new IssuerKeySource(
            Options.Create(new TrustedIssuersOptions { TrustedIssuers = [issuer] }),
            Options.Create(new DocumentOptions()),
            _clock);
        _sources.Add(source);
        _keys = new IssuerKeys(source, _clock, NullLogger<IssuerKeys>.Instance);
        return issuer;
    }

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private async Task<int> FindAsync(TrustedIssuer issuer, string? id) =>
        (await _keys!.FindAsync(issuer, id, TestContext.Current.CancellationToken)).Count;
}
