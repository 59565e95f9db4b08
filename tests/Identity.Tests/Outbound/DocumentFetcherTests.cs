using System.Diagnostics;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using McpAspire.Identity.Outbound;
using Microsoft.AspNetCore.Http;

namespace McpAspire.Identity.Tests.Outbound;

/// <summary>What a server that means harm can do to whoever fetches a document from it: nothing much.</summary>
public sealed class DocumentFetcherTests : IAsyncLifetime
{
    private const string Path = "/document";
    private static readonly FetchLimits Limits = new(100, TimeSpan.FromSeconds(10));

    private readonly TestAuthority _authority = new();
    private readonly string _file = System.IO.Path.GetTempFileName();
    private HttpsSite _site = null!;
    private DocumentFetcher _fetcher = null!;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_file, _authority.Pem);
        _site = await HttpsSite.StartAsync(_authority.Issue());
        _fetcher = NewFetcher(allowPrivate: true, _file);
    }

    public async ValueTask DisposeAsync()
    {
        _fetcher.Dispose();
        await _site.DisposeAsync();
        _authority.Dispose();
        File.Delete(_file);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/client-metadata+json")]
    public async Task Document_is_fetched(string type)
    {
        _site.Serve(Path, "{}", type);

        var fetched = await FetchAsync();

        Assert.Null(fetched.Problem);
        Assert.Equal("{}", Encoding.UTF8.GetString(fetched.Body!));
    }

    [Fact]
    public async Task Request_carries_nothing_of_ours()
    {
        _site.Serve(Path, context =>
        {
            context.Response.Headers.SetCookie = "track=1; Path=/";
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("{}");
        });
        using var trace = new Activity("a request of ours").Start();

        await FetchAsync();
        await FetchAsync();

        Assert.Equal(2, _site.Requests.Count);
        Assert.All(_site.Requests, request =>
            Assert.Equal(["Accept", "Accept-Encoding", "Host"], request.Headers.Keys.Order()));
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirect_is_not_followed(int status)
    {
        _site.Serve("/other", "{}");
        _site.Serve(Path, context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/other";
            return Task.CompletedTask;
        });

        Assert.NotNull((await FetchAsync()).Problem);
        Assert.Equal(0, _site.RequestsOf("/other"));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(204)]
    [InlineData(304)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(500)]
    public async Task Any_status_but_200_is_an_error(int status)
    {
        _site.Serve(Path, context =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            return Task.CompletedTask;
        });

        Assert.NotNull((await FetchAsync()).Problem);
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("text/plain")]
    [InlineData("text/json")]
    [InlineData("application/octet-stream")]
    [InlineData("image/svg+json")]
    public async Task Other_content_is_refused(string type)
    {
        _site.Serve(Path, "{}", type);

        Assert.NotNull((await FetchAsync()).Problem);
    }

    [Fact]
    public async Task Body_of_exactly_the_limit_is_read_and_a_longer_one_is_not()
    {
        _site.Serve("/fits", new string('1', Limits.MaxBytes));
        _site.Serve("/long", new string('1', Limits.MaxBytes + 1));

        Assert.Null((await FetchAsync("/fits")).Problem);
        Assert.NotNull((await FetchAsync("/long")).Problem);
    }

    [Fact]
    public async Task Endless_body_is_cut_off()
    {
        var gone = new TaskCompletionSource();
        _site.Serve(Path, async context =>
        {
            context.Response.ContentType = "application/json";
            try
            {
                while (true)
                    await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
            }
            finally
            {
                gone.SetResult();
            }
        });

        Assert.Contains("longer", (await FetchAsync()).Problem, StringComparison.Ordinal);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Body_that_trickles_is_given_up()
    {
        _site.Serve(Path, async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });

        var fetched = await FetchAsync(limits: Limits with { Timeout = TimeSpan.FromMilliseconds(300) });

        Assert.Contains("longer than", fetched.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packed_body_is_not_unpacked()
    {
        _site.Serve(Path, async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(context.Response.Body, CompressionLevel.SmallestSize);
            await packed.WriteAsync(new byte[10_000]);
        });

        Assert.Contains("packed", (await FetchAsync()).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Version_is_asked_about_and_may_be_unchanged()
    {
        _site.Serve(Path, context =>
        {
            context.Response.Headers.ETag = "\"v1\"";
            context.Response.Headers.CacheControl = "max-age=60";
            context.Response.ContentType = "application/json";
            if (context.Request.Headers.IfNoneMatch == "\"v1\"")
                context.Response.StatusCode = StatusCodes.Status304NotModified;
            else
                return context.Response.WriteAsync("{}");
            return Task.CompletedTask;
        });

        var first = await FetchAsync();
        var second = await FetchAsync(etag: first.ETag);

        Assert.Equal("\"v1\"", first.ETag);
        Assert.Equal(TimeSpan.FromMinutes(1), first.Lifetime);
        Assert.True(second.IsUnchanged);
        Assert.Null(second.Problem);
    }

    [Fact]
    public async Task Private_address_is_not_connected_to()
    {
        _site.Serve(Path, "{}");
        using var fetcher = NewFetcher(allowPrivate: false, _file);

        var fetched = await fetcher.FetchAsync(new Uri(_site.UrlOf(Path)), Limits, null, CancellationToken.None);

        Assert.Contains("no public address", fetched.Problem, StringComparison.Ordinal);
        Assert.Equal(0, _site.Connections);
    }

    [Fact]
    public async Task Server_of_an_unknown_authority_is_refused_and_its_issuer_not_looked_for()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var issuer = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/issuer.crt");
        using var stranger = new TestAuthority("A stranger");
        await using var site = await HttpsSite.StartAsync(stranger.Issue(issuerAt: issuer));
        site.Serve(Path, "{}");

        foreach (var authorities in new[] { _file, null })
        {
            using var fetcher = NewFetcher(allowPrivate: true, authorities, site.Port);
            var fetched = await fetcher.FetchAsync(new Uri(site.UrlOf(Path)), Limits, null, CancellationToken.None);

            Assert.NotNull(fetched.Problem);
            Assert.Empty(site.Requests);
        }

        Assert.False(listener.Pending(), "Somebody connected to the address that the certificate names.");
    }

    [Fact]
    public async Task Certificate_of_another_name_is_refused()
    {
        await using var site = await HttpsSite.StartAsync(_authority.Issue("app.example"));
        site.Serve(Path, "{}");
        using var fetcher = NewFetcher(allowPrivate: true, _file, site.Port);

        var fetched = await fetcher.FetchAsync(new Uri(site.UrlOf(Path)), Limits, null, CancellationToken.None);

        Assert.NotNull(fetched.Problem);
        Assert.Empty(site.Requests);
    }

    private Task<FetchedDocument> FetchAsync(string path = Path, FetchLimits? limits = null, string? etag = null) =>
        _fetcher.FetchAsync(
            new Uri(_site.UrlOf(path)), limits ?? Limits, etag, TestContext.Current.CancellationToken);

    private DocumentFetcher NewFetcher(bool allowPrivate, string? authorities, int? port = null) => new(
        OutboundHttp.NewClient(
            new OutboundRules { AllowPrivateAddresses = allowPrivate, Ports = [port ?? _site.Port] }, authorities),
        TimeProvider.System);
}
