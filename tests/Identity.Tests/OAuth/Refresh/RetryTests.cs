using System.Net;
using McpAspire.Identity.Tests.Running;
using McpAspire.Shared;

namespace McpAspire.Identity.Tests.OAuth.Refresh;

/// <summary>A client that did not get its answer may ask again for some seconds; a thief gains nothing by it.</summary>
public sealed class RetryTests(SharedIdentity identity)
{
    private static readonly TimeSpan BeyondRetryWindow = TimeSpan.FromSeconds(11);

    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Same_request_again_gets_the_same_answer()
    {
        var (client, tokens) = await ConnectAsync(_host);

        var first = await client.RefreshAsync(tokens.Refresh!);
        var again = await client.RefreshAsync(tokens.Refresh!);

        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal(first.Header("Content-Type"), again.Header("Content-Type"));
        Assert.Contains("no-store", again.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Same_request_at_another_replica_gets_the_same_answer()
    {
        var directory = Directory.CreateTempSubdirectory("identity-tests-");
        await using var redis = await RedisServer.StartNewAsync();
        var settings = new IdentityHostSettings { Redis = redis, Directory = directory.FullName };
        await using (var one = await IdentityHost.StartAsync(settings))
        await using (var two = await IdentityHost.StartAsync(settings))
        {
            var (client, tokens) = await ConnectAsync(one);
            var elsewhere = new Client(two, client.Id, null, Client.RedirectUri);

            var answers = await Task.WhenAll(
                client.RefreshAsync(tokens.Refresh!), elsewhere.RefreshAsync(tokens.Refresh!),
                client.RefreshAsync(tokens.Refresh!), elsewhere.RefreshAsync(tokens.Refresh!));

            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
            Assert.Single(answers.Select(answer => answer.Body).Distinct());
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Changed_scope_or_resource_does_not_get_the_answer()
    {
        var (client, tokens) = await ConnectAsync(_host);
        await client.RefreshAsync(tokens.Refresh!);

        var answers = await Task.WhenAll(
            client.RefreshAsync(tokens.Refresh!, new() { ["scope"] = "mcp" }),
            client.RefreshAsync(tokens.Refresh!, null, IdentityHost.DefaultResource));

        Assert.All(answers, answer => Assert.Equal("invalid_grant", answer.Error));
    }

    [Fact]
    public async Task Parallel_refreshes_of_two_clients_serve_the_owner_alone()
    {
        var (client, tokens) = await ConnectAsync(_host);
        var stranger = await Client.RegisterAsync(_host);

        var theirs = stranger.RefreshAsync(tokens.Refresh!);
        var own = client.RefreshAsync(tokens.Refresh!);

        Assert.Equal("invalid_grant", (await theirs).Error);
        Assert.Equal(HttpStatusCode.OK, (await own).Status);
        Assert.Equal("invalid_grant", (await stranger.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Fact]
    public async Task Answer_that_Redis_lost_is_refused_and_the_login_lives_on()
    {
        await using var host = await IdentityHost.StartAsync();
        var (client, tokens) = await ConnectAsync(host);
        var next = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));
        await using (var redis = await host.Redis.ConnectAsync())
            await redis.GetServer(redis.GetEndPoints()[0]).FlushAllDatabasesAsync();

        var retry = await client.RefreshAsync(tokens.Refresh!);

        Assert.Equal("invalid_grant", retry.Error);
        Assert.Equal(HttpStatusCode.OK, (await client.RefreshAsync(next.Refresh!)).Status);
    }

    [Fact]
    public async Task Answer_lies_in_Redis_sealed_and_goes_away_with_the_window()
    {
        await using var host = await IdentityHost.StartAsync();
        var (client, tokens) = await ConnectAsync(host);
        var next = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));
        await using var redis = await host.Redis.ConnectAsync();
        var key = Assert.Single(
            redis.GetServer(redis.GetEndPoints()[0]).Keys(pattern: "idp:refresh:*").ToArray());

        var value = (await redis.GetDatabase().StringGetAsync(key)).ToString();
        var lifetime = await redis.GetDatabase().KeyTimeToLiveAsync(key);

        Assert.DoesNotContain("access_token", value, StringComparison.Ordinal);
        Assert.DoesNotContain(next.Access, value, StringComparison.Ordinal);
        Assert.DoesNotContain(next.Refresh!, value, StringComparison.Ordinal);
        Assert.InRange(lifetime!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refresh_theft_ends_the_login_whoever_comes_first(bool thiefIsFirst)
    {
        await using var host = await IdentityHost.StartAsync();
        var (owner, stolen) = await ConnectAsync(host);
        var thief = new Client(host, owner.Id, null, Client.RedirectUri);

        var first = Tokens.Of(await (thiefIsFirst ? thief : owner).RefreshAsync(stolen.Refresh!));
        host.Clock.Advance(BeyondRetryWindow);
        var second = await (thiefIsFirst ? owner : thief).RefreshAsync(stolen.Refresh!);

        Assert.Equal("invalid_grant", second.Error);
        Assert.Equal("invalid_grant", (await thief.RefreshAsync(first.Refresh!)).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await owner.UserInfoAsync(first.Access)).Status);
    }

    [Fact]
    public async Task Without_a_window_a_retry_is_a_reuse()
    {
        await using var host = await IdentityHost.StartAsync(new()
        {
            Extra = new Dictionary<string, string?> { ["Identity:Tokens:RefreshRetryWindow"] = "00:00:00" },
        });
        var (client, tokens) = await ConnectAsync(host);
        var next = Tokens.Of(await client.RefreshAsync(tokens.Refresh!));

        Assert.Equal("invalid_grant", (await client.RefreshAsync(tokens.Refresh!)).Error);
        Assert.Equal("invalid_grant", (await client.RefreshAsync(next.Refresh!)).Error);
    }

    private static async Task<(Client Client, Tokens Tokens)> ConnectAsync(IdentityHost host)
    {
        var client = await Client.RegisterAsync(host);
        return (client, await client.ConnectAsync(await (await host.NewPersonAsync()).SignInAsync()));
    }
}
