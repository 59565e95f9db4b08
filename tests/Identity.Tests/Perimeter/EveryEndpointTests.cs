using System.Net;
using McpAspire.Identity.OAuth;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using McpAspire.Identity.Users;
using McpAspire.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Identity.Tests.Perimeter;

/// <summary>What holds for every address that is mapped, and for those that will be.</summary>
public sealed class EveryEndpointTests(SharedIdentity identity)
{
    /// <summary>What OpenIddict answers by itself.</summary>
    private static readonly string[] Protocol =
    [
        OAuthPaths.Authorize, OAuthPaths.Token, OAuthPaths.Revoke, OAuthPaths.UserInfo, OAuthPaths.Jwks,
        OAuthPaths.OpenIdConfiguration, OAuthPaths.AuthorizationServer,
    ];

    /// <summary>The one endpoint that answers by who is signed in, with a question on a page; and two probes.</summary>
    private static readonly string[] Excepted = [OAuthPaths.Authorize, "/health", "/alive"];

    /// <summary>The pages that are there before anybody signed in; none of them tells of an account.</summary>
    private static readonly string[] OpenPages =
        ["/device/done", "/error", "/reset", "/reset/new", "/sign-in", "/sign-in/passkey", "/sign-out"];

    private readonly IdentityHost _host = identity.Host;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_to_everybody_carry_the_headers()
    {
        using var client = _host.NewClient();
        var administrator = await SignedInAdministratorAsync(_host);

        foreach (var path in Paths(_host))
        {
            AssertHeaders(path, await client.AskAsync(path));
            AssertHeaders(path, await client.AskAsync(new HttpRequestMessage(HttpMethod.Post, path)));
            AssertHeaders(path, await administrator.GetAsync(path));
            AssertHeaders(path, await administrator.PostAsync(path, []));
        }
    }

    [Fact]
    public async Task Answers_carry_the_headers_while_Redis_is_away_and_after_the_database_broke()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await using var host = await IdentityHost.StartAsync(new() { Redis = redis });
        using var client = host.NewClient();
        var administrator = await SignedInAdministratorAsync(host);
        await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>().Database
            .ExecuteSqlRawAsync("""ALTER TABLE "Accounts" RENAME TO "Lost" """, Cancellation));

        var broken = new List<HttpStatusCode>();
        foreach (var path in Paths(host))
            broken.Add(AssertHeaders(path, await administrator.GetAsync(path)));
        await redis.StopAsync();
        await Eventually.HoldsAsync(
            async () => (await client.AskAsync("/sign-in")).Status == HttpStatusCode.ServiceUnavailable,
            "the loss is noticed");
        var away = new List<HttpStatusCode>();
        foreach (var path in Paths(host))
            away.Add(AssertHeaders(path, await client.AskAsync(path)));

        Assert.Contains(HttpStatusCode.InternalServerError, broken);
        Assert.Contains(HttpStatusCode.ServiceUnavailable, away);
    }

    [Fact]
    public async Task No_page_but_these_is_shown_to_somebody_who_has_not_signed_in()
    {
        foreach (var page in MappedRoute.All(_host).Where(route => route.IsPage && !OpenPages.Contains(route.Path)))
        {
            var answer = await _host.NewBrowser().GetAsync(page.Path);

            var isRefused = page.Path switch
            {
                // A page about a request that there is not; it never comes to who is asking.
                "/consent" => answer.Status == HttpStatusCode.Gone,
                _ when page.Path.StartsWith("/admin", StringComparison.Ordinal) =>
                    answer.Status == HttpStatusCode.NotFound,
                _ => answer.Status == HttpStatusCode.Redirect
                    && answer.Location.StartsWith("/sign-in", StringComparison.Ordinal),
            };
            Assert.True(isRefused, $"{page.Path} answers a stranger with {answer.Status}.");
        }
    }

    [Fact]
    public async Task Pages_refuse_forms_that_they_did_not_hand_out()
    {
        var administrator = await SignedInAdministratorAsync(_host);
        var halfway = _host.NewBrowser();
        await (await _host.NewPersonAsync()).EnterPasswordAsync(halfway);

        foreach (var page in MappedRoute.All(_host).Where(route => route.IsPage && route.Path != "/error"))
        {
            foreach (var browser in (Browser[])[administrator, halfway])
            {
                var answer = await browser.PostAsync(page.Path, new() { ["Name"] = "x", ["id"] = "x" });
                var isHidden = browser == halfway && page.Path.StartsWith("/admin", StringComparison.Ordinal);
                Assert.True(
                    answer.Status == (isHidden ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest),
                    $"{page.Path} answers a forged form with {answer.Status}.");
            }
        }
    }

    /// <summary>
    /// Pages are safe by their form tokens. Anything else that takes a form must not know who the browser belongs to:
    /// it answers with cookies as it does without.
    /// </summary>
    [Fact]
    public async Task Endpoints_that_are_no_pages_read_no_cookie()
    {
        var administrator = await SignedInAdministratorAsync(_host);
        using var stranger = _host.NewClient();

        foreach (var path in MappedRoute.All(_host)
            .Where(route => !route.IsPage && route.Takes("POST") && !Excepted.Contains(route.Path))
            .Select(route => route.Path).Append(OAuthPaths.Revoke))
        {
            var known = await administrator.PostAsync(path, new() { ["token"] = "x" });
            var unknown = await stranger.AskAsync(new HttpRequestMessage(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(new Dictionary<string, string> { ["token"] = "x" }),
            });

            Assert.True(
                known.Status == unknown.Status, $"{path}: {known.Status} with cookies, {unknown.Status} without");
            Assert.Equal(unknown.Body, known.Body);
            Assert.True((int)known.Status >= 400, $"{path} did something for a form from anywhere: {known.Status}");
        }
    }

    private static async Task<Browser> SignedInAdministratorAsync(IdentityHost host) =>
        await (await host.NewPersonAsync(Group.Administrators)).SignInAsync();

    private static IEnumerable<string> Paths(IdentityHost host) => MappedRoute.All(host).Select(route => route.Path)
        .Concat(Protocol).Append("/no-such-page").Append("/admin/no-such-page").Append("/assets/site.css")
        .Distinct();

    private static HttpStatusCode AssertHeaders(string path, Answer answer)
    {
        var policy = answer.Header("Content-Security-Policy");
        Assert.True(policy.StartsWith("default-src 'none'; ", StringComparison.Ordinal), $"{path}: {policy}");
        Assert.DoesNotContain("unsafe", policy, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("*", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("DENY", answer.Header("X-Frame-Options"));
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Empty(answer.Header("Server"));
        Assert.Empty(answer.Header("X-Powered-By"));
        var isPublic = path.StartsWith("/assets/", StringComparison.Ordinal)
            || path.StartsWith("/.well-known/", StringComparison.Ordinal);
        Assert.True(isPublic || answer.Header("Cache-Control") == "no-store", $"{path} may be kept by a cache.");
        return answer.Status;
    }
}
