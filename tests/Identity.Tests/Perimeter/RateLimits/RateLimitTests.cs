using System.Net;
using McpAspire.Identity.Tests.OAuth.Device;
using McpAspire.Identity.Tests.Passkeys;
using McpAspire.Identity.Tests.Regulation;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.Perimeter.RateLimits;

/// <summary>How often one address may call.</summary>
public sealed class RateLimitTests(LimitedIdentity limited) : IClassFixture<LimitedIdentity>
{
    private readonly IdentityHost _host = limited.Host;
    private readonly string _address = RegulatedIdentity.NextAddress();

    [Fact]
    public async Task Refused_token_requests_are_bounded_and_told_when_to_come_back()
    {
        using var client = NewClient(_address);
        for (var call = 0; call < 3; call++)
            Assert.Equal(HttpStatusCode.BadRequest, (await PostTokenAsync(client)).StatusCode);

        using var refused = await PostTokenAsync(client);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains(
            "temporarily_unavailable",
            await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        using var other = NewClient(RegulatedIdentity.NextAddress());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostTokenAsync(other)).StatusCode);
    }

    [Fact]
    public async Task Parallel_calls_count_each()
    {
        using var client = NewClient(_address);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => PostTokenAsync(client)));

        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Tokens_that_are_issued_do_not_count()
    {
        var person = await _host.NewPersonAsync();
        var client = await Client.RegisterAsync(_host);
        var tokens = await client.ConnectAsync(await person.SignInAsync());

        for (var refresh = 0; refresh < 6; refresh++)
            tokens = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));

        Assert.NotNull(tokens.Refresh);
    }

    [Fact]
    public async Task Devices_that_wait_as_long_as_they_are_told_do_not_count()
    {
        var device = new DeviceClient(_host);
        var codes = await device.StartAsync();

        for (var poll = 0; poll < 6; poll++)
            Assert.Equal("authorization_pending", (await device.PollAsync(codes)).Error);
    }

    [Theory]
    [InlineData("/connect/par")]
    [InlineData("/connect/device")]
    public async Task Requests_that_are_stored_count_whether_they_are_right_or_not(string path)
    {
        using var client = NewClient(_address);
        var answers = new List<HttpStatusCode>();
        for (var call = 0; call < 3; call++)
            answers.Add((await PostAsync(client, path)).StatusCode);

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..^1]);
    }

    [Fact]
    public async Task Second_factors_are_bounded_together_and_a_page_says_so()
    {
        var person = await _host.NewPersonAsync();
        var browser = _host.BrowserAt(_address);
        await person.EnterPasswordAsync(browser);
        await browser.SubmitAsync("/sign-in/totp", new() { ["Code"] = person.Code(stepsAgo: 100) });
        await browser.SubmitAsync("/sign-in/recovery", new() { ["Code"] = "aaaa-bbbb-cccc" });

        var refused = await browser.SubmitAsync("/sign-in/totp/", new() { ["Code"] = person.Code() });

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.Contains("That was too often", refused.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_browser_asks_for_before_it_uses_a_passkey_does_not_count()
    {
        var browser = _host.BrowserAt(_address);
        for (var request = 0; request < 4; request++)
            await browser.AskAsync(PasskeyWalk.Alone);

        var (options, page) = await browser.AskAsync(PasskeyWalk.Alone);
        var answers = new List<HttpStatusCode>();
        for (var guess = 0; guess < 3; guess++)
            answers.Add((await browser.AnswerAsync(PasskeyWalk.Alone, page, options)).Status);

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.DoesNotContain(HttpStatusCode.TooManyRequests, answers[..^1]);
    }

    [Fact]
    public async Task Window_ends()
    {
        await using var host = await StartAsync("1/1s");
        using var client = host.NewClient();

        // At once: on a busy machine the first answer may take longer than the window.
        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostTokenAsync(client)));

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        await Eventually.HoldsAsync(
            async () => (await PostTokenAsync(client)).StatusCode == HttpStatusCode.BadRequest, "the window ends");
    }

    internal static Task<IdentityHost> StartAsync(string token) => IdentityHost.StartAsync(new()
    {
        Extra = new Dictionary<string, string?>(DeviceHost.Clients)
        {
            ["Identity:KnownProxies:0"] = "127.0.0.1",
            ["Identity:RateLimits:Enabled"] = "true",
            ["Identity:RateLimits:Token"] = token,
            ["Identity:RateLimits:PushedAuthorization"] = "2/1m",
            ["Identity:RateLimits:DeviceAuthorization"] = "2/1m",
            ["Identity:RateLimits:SecondFactor"] = "100/1m, 2/1h",
        },
    });

    private HttpClient NewClient(string address)
    {
        var client = _host.NewClient();
        client.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return client;
    }

    private static Task<HttpResponseMessage> PostTokenAsync(HttpClient client) => PostAsync(client, "/connect/token");

    private static Task<HttpResponseMessage> PostAsync(HttpClient client, string path) => client.PostAsync(
        path,
        new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "authorization_code" }),
        TestContext.Current.CancellationToken);
}
