using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;
using System.Text;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Tests.Upstream;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Sessions;

/// <summary>Two replicas of the gateway with one redis-server.</summary>
public sealed class SharedSessionsTests : IAsyncLifetime
{
    private ReplicaHosts _replicas = null!;

    private RedisServer Redis => _replicas.Redis;

    private GatewayHost First => _replicas.First;

    private GatewayHost Second => _replicas.Second;

    public async ValueTask InitializeAsync() => _replicas = await ReplicaHosts.StartAsync();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_opened_at_one_replica_goes_on_at_the_other()
    {
        using var client = First.CreateAuthorizedClient();
        var session = await First.OpenSessionAsync(client, "s-1");

        using var response = await CallAsync(Second, session);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("s-1", First.Backend.Single().Headers["Mcp-Session-Id"]);
    }

    /// <summary>The other one has it in its cache, where by its watch nothing ever gets too old.</summary>
    [Fact]
    public async Task What_one_replica_ends_the_other_is_told_of()
    {
        using var client = First.CreateAuthorizedClient();
        var session = await First.OpenSessionAsync(client, "s-1");
        using var known = await CallAsync(Second, session);
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
        using var deleted = await client.AskAsync(new HttpRequestMessage(HttpMethod.Delete, Rpc.Path).In(session));
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);

        await Eventually.HoldsAsync(
            async () => (await CallAsync(Second, session)).StatusCode == HttpStatusCode.NotFound,
            "the other replica knows that the session has ended",
            TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_one_replica_changes_the_other_is_told_of()
    {
        var session = await Store(First).OpenAsync(
            Caller(), "resource", new SessionState { ProtocolVersion = "2025-11-25" }, Cancellation);
        Assert.Null((await Store(Second).FindAsync(session.Id, Caller(), "resource", Cancellation))!.State.LogLevel);

        await Store(First).ChangeAsync(session, state => state with { LogLevel = "debug" }, Cancellation);

        await Eventually.HoldsAsync(
            async () => (await Store(Second).FindAsync(session.Id, Caller(), "resource", Cancellation))!
                .State.LogLevel == "debug",
            "the other replica knows the change",
            TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Of_changes_at_both_replicas_at_once_none_is_lost()
    {
        ISessionStore[] stores = [Store(First), Store(Second)];
        var session = await stores[0].OpenAsync(
            Caller(), "resource", new SessionState { ProtocolVersion = "2025-11-25" }, Cancellation);

        var changed = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => stores[i % 2].ChangeAsync(
            session,
            state => state with { Subscriptions = [.. state.Subscriptions, $"test://{i}"] },
            Cancellation).AsTask()));

        Assert.All(changed, Assert.NotNull);
        // The next token of the same person changes the session as well.
        foreach (var store in stores)
        {
            var found = await store.FindAsync(session.Id, Caller($"token {store.GetHashCode()}"), "resource", Cancellation);
            Assert.Equal(12, found!.State.Subscriptions.Distinct().Count());
        }
    }

    [Fact]
    public async Task A_session_that_has_ended_is_not_changed_any_more()
    {
        var session = await Store(First).OpenAsync(
            Caller(), "resource", new SessionState { ProtocolVersion = "2025-11-25" }, Cancellation);
        await Store(Second).CloseAsync(session, Cancellation);

        Assert.Null(await Store(First).ChangeAsync(
            session, state => state with { LogLevel = "debug" }, Cancellation));
        Assert.Null(await Store(First).FindAsync(session.Id, Caller(), "resource", Cancellation));
    }

    [Fact]
    public async Task A_lease_is_prolonged_and_given_up_by_its_owner_alone()
    {
        var state = First.Services.GetRequiredService<ISharedState>();
        byte[] mine = [0, 1, 255], other = [0, 1, 254];
        await state.SetAsync("gw:test", mine, TimeSpan.FromMinutes(1), Cancellation);

        Assert.False(await state.TryReplaceAsync("gw:test", other, other, TimeSpan.FromMinutes(1), Cancellation));
        Assert.False(await state.TryRemoveAsync("gw:test", other, Cancellation));
        Assert.True(await state.TryReplaceAsync("gw:test", mine, other, TimeSpan.FromMinutes(1), Cancellation));
        Assert.True(await state.TryRemoveAsync("gw:test", other, Cancellation));
        Assert.False(await state.TryReplaceAsync("gw:test", other, mine, TimeSpan.FromMinutes(1), Cancellation));
        Assert.Null(await state.FindAsync("gw:test", Cancellation));
    }

    [Fact]
    public async Task Whoever_reads_the_shared_state_learns_no_id_and_no_owner()
    {
        using var client = First.CreateAuthorizedClient();
        var session = await First.OpenSessionAsync(client, "the-servers-own-id");
        await using var connection = await Redis.ConnectAsync();
        var keys = connection.GetServer(Redis.ConnectionString).Keys(pattern: "gw:session:*").ToList();

        Assert.NotEmpty(keys);
        foreach (var key in keys)
        {
            var text = (string?)key + Encoding.Latin1.GetString((byte[])(await connection.GetDatabase().StringGetAsync(key))!);
            foreach (var secret in new[] { session, "the-servers-own-id", "subject-1", "client-1" })
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            Assert.InRange((await connection.GetDatabase().KeyTimeToLiveAsync(key))!.Value.TotalMinutes, 25, 30);
        }
    }

    [Fact]
    public async Task Nor_does_he_learn_the_ids_of_sessions_that_the_gateway_has_at_servers()
    {
        var settings = Settings();
        settings["Mcp:Servers:everything:Era"] = "Legacy";
        await using var gateway = await GatewayHost.StartAsync(settings);
        gateway.Backend.Answer = ScriptedMcp.Answering((http, message) =>
        {
            var isInitialize = (string?)message["method"] == "initialize";
            if (isInitialize)
                http.Response.Headers["Mcp-Session-Id"] = "the-servers-own-id";
            return message["id"] is null
                ? ScriptedBackend.Text("", "", 202)(http)
                : ScriptedMcp.ResultAsync(http, message, isInitialize ? ScriptedMcp.Initialized : "{}");
        });
        await gateway.Upstream().ResultAsync(UpstreamCalls.Legacy.Tool("a"));

        await using var connection = await Redis.ConnectAsync();
        var key = Assert.Single(connection.GetServer(Redis.ConnectionString).Keys(pattern: "gw:upstream:*"));
        var value = Encoding.Latin1.GetString((byte[])(await connection.GetDatabase().StringGetAsync(key))!);
        Assert.DoesNotContain("the-servers-own-id", value, StringComparison.Ordinal);
        Assert.DoesNotContain("2025-11-25", value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_Redis_is_away_sessions_are_refused_and_the_modern_era_goes_on()
    {
        using var client = First.CreateAuthorizedClient();
        var session = await First.OpenSessionAsync(client, "s-1");
        await Redis.StopAsync();

        // What it has just learned it believes for a second.
        await Eventually.HoldsAsync(
            async () => (await CallAsync(First, session)).StatusCode == HttpStatusCode.ServiceUnavailable,
            "sessions are refused");
        using var refused = await CallAsync(First, session);
        using var modern = await client.AskAsync(Rpc.Modern(Rpc.ModernCall, "tools/call", "echo"));

        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, modern.StatusCode);

        await Redis.StartAsync();
        await Eventually.HoldsAsync(
            async () => (await CallAsync(First, session)).StatusCode == HttpStatusCode.NotFound,
            "sessions are looked up again");
    }

    [Fact]
    public async Task That_a_session_cannot_be_kept_is_no_fault_of_its_server()
    {
        var settings = Settings();
        settings["Mcp:Servers:everything:Circuit:Enabled"] = "true";
        settings["Mcp:Servers:everything:Circuit:Failures"] = "1";
        await using var gateway = await GatewayHost.StartAsync(settings);
        using var client = gateway.CreateAuthorizedClient();
        await Redis.StopAsync();
        gateway.Backend.Answer = LegacySession.Opening("s-1");

        for (var i = 0; i < 3; i++)
        {
            using var refused = await client.AskAsync(Rpc.Post(LegacySession.Initialize));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("look up sessions", await refused.TextAsync());
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        Assert.Equal(3, gateway.Backend.Received.Count);
    }

    [Fact]
    public async Task A_replica_answers_what_another_asks_it()
    {
        using var handler = Bus(Second).Handle(
            "echo", (message, _) => new(Encoding.UTF8.GetBytes("second: " + Encoding.UTF8.GetString(message.Span))));

        var answer = await Bus(First).AskAsync(Bus(Second).ReplicaId, "echo", "words"u8.ToArray(), Cancellation);

        Assert.Equal("second: words", Encoding.UTF8.GetString(answer!.Value.Span));
    }

    [Fact]
    public async Task What_is_told_to_all_reaches_the_others_who_handle_it_once_each()
    {
        await using var third = await GatewayHost.StartAsync(Settings());
        await ReplicaHosts.HearAsync(First, third);
        var heard = new ConcurrentQueue<string>();
        using var atFirst = Handle(First, "first");
        using var atSecond = Handle(Second, "second");
        using var atThird = Handle(third, "third");

        await Bus(First).TellAllAsync("news", "words"u8.ToArray(), Cancellation);
        await Eventually.HoldsAsync(() => heard.Count == 2, "both others hear it");
        // What comes later overtakes nothing: whoever has heard it has heard all that there was to hear before.
        await Bus(Second).TellAllAsync("news", "more"u8.ToArray(), Cancellation);
        await Eventually.HoldsAsync(() => heard.Count(it => it.EndsWith("more", StringComparison.Ordinal)) == 2, "more");

        Assert.Equal(
            ["first: more", "second: words", "third: more", "third: words"], heard.Order(StringComparer.Ordinal));

        IDisposable Handle(GatewayHost gateway, string name) => Bus(gateway).Handle("news", (message, _) =>
        {
            heard.Enqueue($"{name}: {Encoding.UTF8.GetString(message.Span)}");
            return new(ReadOnlyMemory<byte>.Empty);
        });
    }

    [Fact]
    public async Task That_one_fails_to_handle_what_is_told_to_all_hinders_nobody()
    {
        var heard = new TaskCompletionSource<string>();
        using var failing = Bus(Second).Handle("fails", (_, _) => throw new InvalidOperationException());
        using var handler = Bus(Second).Handle("works", (message, _) =>
        {
            heard.SetResult(Encoding.UTF8.GetString(message.Span));
            return new(ReadOnlyMemory<byte>.Empty);
        });

        await Bus(First).TellAllAsync("fails", default, Cancellation);
        await Bus(First).TellAllAsync("works", "words"u8.ToArray(), Cancellation);

        Assert.Equal("words", await heard.Task.Within());
        await Eventually.HoldsAsync(
            () => Second.Log.Lines.Any(line => line.Contains("could not be answered: fails", StringComparison.Ordinal)),
            "the operator is told");
    }

    [Fact]
    public async Task Asking_a_replica_that_is_not_there_or_fails_has_no_answer()
    {
        using var handler = Bus(Second).Handle("fails", (_, _) => throw new InvalidOperationException());

        Assert.Null(await Bus(First).AskAsync("nobody", "echo", default, Cancellation));
        Assert.Null(await Bus(First).AskAsync(Bus(Second).ReplicaId, "unknown", default, Cancellation));
        Assert.Null(await Bus(First).AskAsync(Bus(Second).ReplicaId, "fails", default, Cancellation));
    }

    public ValueTask DisposeAsync() => _replicas.DisposeAsync();

    private static ISessionStore Store(GatewayHost gateway) => gateway.Services.GetRequiredService<ISessionStore>();

    private static AccessToken Caller(string revocationId = "token") => new()
    {
        Subject = "subject-1",
        ClientId = "client-1",
        TokenId = revocationId,
        RevocationId = revocationId,
        KeyId = "key",
        Audience = "",
        Scopes = FrozenSet<string>.Empty,
        Groups = [],
        ExpiresAt = DateTimeOffset.MaxValue,
        KeySetVersion = 1,
    };

    private static IReplicaBus Bus(GatewayHost gateway) => ReplicaHosts.Bus(gateway);

    private Dictionary<string, string?> Settings() => new()
    {
        ["ConnectionStrings:gateway-redis"] = Redis.ConnectionString,
    };

    private async Task<HttpResponseMessage> CallAsync(GatewayHost gateway, string session)
    {
        using var client = gateway.CreateClient(First.Issuer.Token());
        First.Backend.Received.Clear();
        return await client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));
    }
}
