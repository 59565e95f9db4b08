using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.OAuth.Assertions;
using McpAspire.Identity.Tests.Outbound;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Identity.Tests.Clients.Documents;

/// <summary>A document is read as seldom as its server allows, and what changes in it counts.</summary>
public sealed class DocumentCacheTests(DocumentHost documents) : IClassFixture<DocumentHost>
{
    private readonly IdentityHost _host = documents.Host;
    private readonly HttpsSite _site = documents.Site;

    [Fact]
    public async Task Requests_at_the_same_time_fetch_once()
    {
        var described = Described.At(_site);
        var body = described.Document.ToJsonString();
        var asked = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _site.Serve(described.Path, async context =>
        {
            asked.TrySetResult();
            await go.Task;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(body);
        });

        var requests = Enumerable.Range(0, 10).Select(_ => AuthorizeAsync(described)).ToList();
        await asked.Task.Within();
        go.SetResult();
        var answers = await Task.WhenAll(requests);

        Assert.All(answers, answer => Assert.StartsWith("/sign-in", answer.Location, StringComparison.Ordinal));
        Assert.Equal(1, described.Fetches);
    }

    [Theory]
    [InlineData("max-age=3600", 59, 61)]
    [InlineData("max-age=1", 4, 6)]
    [InlineData("no-store", 4, 6)]
    [InlineData("max-age=31536000", 1439, 1441)]
    [InlineData(null, 59, 61)]
    public async Task Lifetime_is_what_the_server_says_within_bounds(string? control, int still, int over)
    {
        var described = Described.At(_site).Publish(control);
        await AuthorizeAsync(described);

        _host.Clock.Advance(TimeSpan.FromMinutes(still));
        await AuthorizeAsync(described);
        var before = described.Fetches;
        _host.Clock.Advance(TimeSpan.FromMinutes(over - still));
        await AuthorizeAsync(described);

        Assert.Equal(1, before);
        Assert.Equal(2, described.Fetches);
    }

    [Fact]
    public async Task Unchanged_version_is_not_sent_again()
    {
        var described = Described.At(_site);
        var sent = 0;
        _site.Serve(described.Path, context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.CacheControl = "max-age=600";
            context.Response.ContentType = "application/json";
            if (context.Request.Headers.IfNoneMatch == "\"v1\"")
            {
                context.Response.StatusCode = StatusCodes.Status304NotModified;
                return Task.CompletedTask;
            }

            sent++;
            return context.Response.WriteAsync(described.Document.ToJsonString());
        });

        for (var round = 0; round < 3; round++)
        {
            var answer = await AuthorizeAsync(described);
            Assert.StartsWith("/sign-in", answer.Location, StringComparison.Ordinal);
            _host.Clock.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Equal(1, sent);
        Assert.Equal(3, described.Fetches);
    }

    [Fact]
    public async Task Document_that_cannot_be_read_is_left_alone_for_a_moment()
    {
        var described = Described.At(_site);
        _site.Serve(described.Path, "broken");

        for (var attempt = 0; attempt < 5; attempt++)
            Assert.Equal(HttpStatusCode.BadRequest, (await AuthorizeAsync(described)).Status);
        var meanwhile = described.Fetches;
        described.Publish();

        Assert.Equal(1, meanwhile);
        await Eventually.HoldsAsync(
            async () => (await AuthorizeAsync(described)).Status == HttpStatusCode.Redirect, "it is read again");
    }

    [Fact]
    public async Task New_redirect_addresses_count_and_old_ones_do_not()
    {
        const string Moved = "https://moved.example/callback";
        var described = Described.At(_site);
        await AuthorizeAsync(described);
        described.With("redirect_uris", new JsonArray(Moved)).Publish();
        var early = await AuthorizeAsync(described, Moved);

        _host.Clock.Advance(TimeSpan.FromHours(2));

        Assert.Equal(HttpStatusCode.BadRequest, early.Status);
        Assert.Equal(HttpStatusCode.Redirect, (await AuthorizeAsync(described, Moved)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await AuthorizeAsync(described)).Status);
    }

    [Theory]
    [InlineData("client_name", "\"Another name\"", true)]
    [InlineData("redirect_uris", "[\"https://app.example/callback\",\"https://evil.example/callback\"]", true)]
    [InlineData("client_uri", "\"https://app.example/about\"", false)]
    public async Task Consent_counts_no_longer_when_name_or_redirect_addresses_change(
        string member, string json, bool isAnother)
    {
        var described = Described.At(_site).Publish("max-age=300");
        var client = described.On(_host);
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        await client.ConnectAsync(session);
        var before = await session.GetAsync(client.AuthorizeUrl(Pkce.Create()));

        described.With(member, JsonNode.Parse(json)).Publish("max-age=300");
        _host.Clock.Advance(TimeSpan.FromMinutes(6));
        var later = await person.SignInAsync();
        var after = await later.GetAsync(client.AuthorizeUrl(Pkce.Create()));

        Assert.Contains("code", before.Query.Keys);
        Assert.Equal(isAnother, after.Location.StartsWith("/consent", StringComparison.Ordinal));
        Assert.Equal(2, described.Fetches);
    }

    [Fact]
    public async Task Keys_that_were_taken_back_prove_nothing_once_the_document_was_read_again()
    {
        using var stolen = TokenKey.EllipticCurve("key-1");
        using var fresh = TokenKey.EllipticCurve("key-2");
        var described = Described.At(_site).With("token_endpoint_auth_method", "private_key_jwt");
        described.With("jwks_uri", $"{described.Id}/keys").Publish("max-age=86400");
        _site.Serve($"{described.Path}/keys", TokenKey.Jwks(stolen));
        await AuthorizeAsync(described);

        _site.Serve($"{described.Path}/keys", TokenKey.Jwks(fresh));
        _host.Clock.Advance(TimeSpan.FromMinutes(61));

        Assert.Equal("invalid_client", (await RedeemAsync(described, stolen)).Error);
        Assert.Equal("invalid_grant", (await RedeemAsync(described, fresh)).Error);
    }

    [Fact]
    public async Task Client_whose_document_is_gone_refreshes_for_a_while_and_gets_nothing_new()
    {
        var described = Described.At(_site);
        var client = described.On(_host);
        var session = await (await _host.NewPersonAsync()).SignInAsync();
        var tokens = await client.ConnectAsync(session);

        _site.Serve(described.Path, context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        _host.Clock.Advance(TimeSpan.FromDays(6));
        var authorize = await AuthorizeAsync(described);
        var within = await client.RefreshAsync(tokens.Refresh!);
        _host.Clock.Advance(TimeSpan.FromDays(2));
        var beyond = await client.RefreshAsync(Tokens.Of(within).Refresh!);

        Assert.Equal(HttpStatusCode.BadRequest, authorize.Status);
        Assert.True(within.Status == HttpStatusCode.OK, within.Body);
        Assert.Equal("invalid_client", beyond.Error);
    }

    [Fact]
    public async Task Client_in_grace_waits_for_nobody_who_reads()
    {
        var described = Described.At(_site);
        var client = described.On(_host);
        var tokens = await client.ConnectAsync(await (await _host.NewPersonAsync()).SignInAsync());
        _host.Clock.Advance(TimeSpan.FromDays(6));
        await using var redis = await _host.Redis.ConnectAsync();
        foreach (var kind in (string[])["pause", "lock"])
        {
            await redis.GetDatabase().StringSetAsync(
                $"idp:cimd:{kind}:{Digest.Of(described.Id)}", "another replica", TimeSpan.FromMinutes(5));
        }

        var refreshed = await client.RefreshAsync(tokens.Refresh!).Within(TimeSpan.FromSeconds(10));
        var authorized = await AuthorizeAsync(described).Within(TimeSpan.FromSeconds(10));

        Assert.True(refreshed.Status == HttpStatusCode.OK, refreshed.Body);
        Assert.Equal(HttpStatusCode.BadRequest, authorized.Status);
        Assert.Equal(1, described.Fetches);
    }

    private Task<Answer> AuthorizeAsync(Described described, string redirectUri = Described.Web) =>
        _host.NewBrowser().GetAsync(described.On(_host, redirectUri).AuthorizeUrl(Pkce.Create()));

    /// <summary>A proof of who it is, beside a code that nobody issued.</summary>
    private Task<Answer> RedeemAsync(Described described, TokenKey key) => described.On(_host).RedeemAsync(
        "no code", Pkce.Create().Verifier, new()
        {
            ["client_assertion_type"] = Assertion.Type,
            ["client_assertion"] = Assertion.Of(_host, described.Id).Sign(key),
        });
}
