using System.Net;
using McpAspire.Identity.Sessions;
using McpAspire.Identity.Storage;
using McpAspire.Identity.Tests.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.EntityFrameworkCore.Models;
using StackExchange.Redis;

namespace McpAspire.Identity.Tests.Operator;

/// <summary>The operator's endpoints, on a listener of their own.</summary>
public sealed class OperatorTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Theory]
    [InlineData("GET", "/operator/administrator")]
    [InlineData("GET", "/OPERATOR/administrator")]
    [InlineData("POST", "/operator/administrator/reset-password")]
    [InlineData("POST", "/operator/sessions/sign-out-everyone")]
    [InlineData("GET", "/operator")]
    public async Task Public_listener_knows_none_of_it_whatever_the_headers_say(string method, string path)
    {
        foreach (var host in (string[])["localhost:9091", $"localhost:{_host.OperatorPort}"])
        {
            using var client = _host.NewClient();
            using var request = new HttpRequestMessage(new HttpMethod(method), path)
            {
                Headers =
                {
                    { "Authorization", $"Bearer {IdentityHost.OperatorKey}" },
                    { "X-Forwarded-Port", $"{_host.OperatorPort}" },
                    { "X-Forwarded-Host", $"localhost:{_host.OperatorPort}" },
                },
            };
            request.Headers.Host = host;

            var answer = await client.AskAsync(request);

            Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        }
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/sign-in")]
    [InlineData("/health")]
    [InlineData("/connect/token")]
    [InlineData("/.well-known/jwks")]
    [InlineData("/operatorx")]
    public async Task Operator_listener_serves_nothing_else(string path)
    {
        using var client = _host.NewOperatorClient();

        Assert.Equal(HttpStatusCode.NotFound, (await client.AskAsync(path)).Status);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("another-key-of-some-length")]
    [InlineData(IdentityHost.OperatorKey + "x")]
    public async Task Key_missing_or_wrong_is_unauthorized(string? key)
    {
        using var client = _host.NewOperatorClient(key: null);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/operator/administrator");
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");

        var answer = await client.AskAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        Assert.DoesNotContain("admin", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Administrator_is_described()
    {
        using var client = _host.NewOperatorClient();

        var answer = await client.AskAsync("/operator/administrator");

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("""{"name":"admin","oneTimePasswordPending":true,"setAtThisStart":true}""", answer.Body);
    }

    [Fact]
    public async Task Reset_gives_a_new_one_time_password_removes_the_factor_and_signs_out()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Administrator:Name"] = "chief" },
        });
        var person = await host.NewAdministratorAsync();
        var session = await person.SignInAsync();
        var app = await Client.RegisterAsync(host);
        var tokens = await app.ConnectAsync(session);
        using var client = host.NewOperatorClient();

        var answer = await client.AskAsync(
            new HttpRequestMessage(HttpMethod.Post, "/operator/administrator/reset-password"));
        var password = answer.Json.GetProperty("oneTimePassword").GetString()!;
        var next = await host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = "chief", ["Password"] = password });

        Assert.Equal("chief", answer.Json.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal("/sign-in/password", next.Location);
        var enrolment = await host.NewBrowser().SubmitAsync(
            "/sign-in", new() { ["Name"] = "chief", ["Password"] = person.Password });
        Assert.Equal(HttpStatusCode.OK, enrolment.Status);
        Assert.DoesNotContain(host.Logs.Lines, line => line.Contains(password, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Sign_out_everyone_ends_sessions_and_grants_on_the_server()
    {
        await using var host = await IdentityHost.StartAsync();
        var first = await (await host.NewPersonAsync()).SignInAsync();
        var second = await (await host.NewPersonAsync()).SignInAsync();
        var app = await Client.RegisterAsync(host);
        var tokens = await app.ConnectAsync(first);
        using var client = host.NewOperatorClient();

        var answer = await client.AskAsync(
            new HttpRequestMessage(HttpMethod.Post, "/operator/sessions/sign-out-everyone"));

        Assert.Equal("""{"sessions":2,"authorizations":1}""", answer.Body);
        Assert.Equal(HttpStatusCode.Redirect, (await first.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await second.GetAsync("/")).Status);
        Assert.Equal("invalid_grant", (await app.RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.UserInfoAsync(tokens.Access)).Status);
    }

    [Fact]
    public async Task Sign_out_of_everyone_takes_grants_back_even_when_Redis_is_away()
    {
        await using var host = await IdentityHost.StartAsync();
        var app = await Client.RegisterAsync(host);
        await app.ConnectAsync(await (await host.NewPersonAsync()).SignInAsync());
        await host.Redis.StopAsync();

        await Assert.ThrowsAnyAsync<RedisException>(() => host.InDatabaseAsync(services =>
            services.GetRequiredService<SignOutEverywhere>()
                .SignOutEveryoneAsync(TestContext.Current.CancellationToken)));

        Assert.Empty(await host.InDatabaseAsync(services => services.GetRequiredService<IdentityDatabase>()
            .Set<OpenIddictEntityFrameworkCoreToken>().Where(token => token.Status == "valid")
            .ToListAsync(TestContext.Current.CancellationToken)));
    }
}
