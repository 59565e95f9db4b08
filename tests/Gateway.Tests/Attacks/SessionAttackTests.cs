using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Tests.Bridge.Legacy.Hosting;
using McpAspire.Gateway.Tests.Bridge.Modern;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;

namespace McpAspire.Gateway.Tests.Attacks;

/// <summary>Cases 45 to 50 of the attack list: sessions, passed through and of the gateway's own.</summary>
public sealed class SessionAttackTests : IAsyncLifetime
{
    private const string Ping = """{"jsonrpc":"2.0","id":7,"method":"ping"}""";

    private GatewayHost _through = null!;
    private BridgeBed _bed = null!;

    public async ValueTask InitializeAsync()
    {
        _through = await GatewayHost.StartAsync();
        _bed = await BridgeBed.StartAsync(isModern: true);
    }

    public async ValueTask DisposeAsync()
    {
        await _through.DisposeAsync();
        await _bed.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_45_anothers_session_is_answered_like_one_that_nobody_has(bool isOwn)
    {
        var session = await OpenAsync(isOwn);
        using var thief = Client(isOwn, "subject-2");

        using var theirs = await thief.AskAsync(Post(isOwn, Ping).In(session));
        using var unknown = await thief.AskAsync(Post(isOwn, Ping).In(new string('A', 43)));

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(await unknown.TextAsync(), await theirs.TextAsync());
        Assert.Empty(_through.Backend.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_46_nobody_chooses_or_guesses_an_id(bool isOwn)
    {
        var one = await OpenAsync(isOwn, proposed: new string('A', 43));
        var two = await OpenAsync(isOwn, proposed: new string('A', 43));

        Assert.All([one, two], id => Assert.Matches("^[A-Za-z0-9_-]{43}$", id));
        Assert.NotEqual(one[..20], two[..20]);
        using var client = Client(isOwn);
        foreach (var guess in (string[])[new string('A', 43), Next(one), one[..42], one + "A", "1", new('x', 8_000)])
        {
            using var response = await client.AskAsync(Post(isOwn, Ping).In(guess));
            Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task Case_46_an_id_of_control_characters_or_without_end_is_no_request()
    {
        foreach (var id in (string[])["a\u0001b", "a\u007f", new string('x', 1_000_000)])
        {
            using var connection = await RawConnection.OpenAsync(_through.Listener);
            await connection.SendAsync(RawConnection.Post($"{_through.Bearer}\r\nMcp-Session-Id: {id}"));

            Assert.StartsWith("HTTP/1.1 4", await connection.ReadToEndAsync().Within());
        }

        Assert.Empty(_through.Backend.Received);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_46_a_session_is_no_login(bool isOwn)
    {
        var session = await OpenAsync(isOwn);
        using var nobody = Gateway(isOwn).CreateClient();

        using var response = await nobody.AskAsync(Post(isOwn, Ping).In(session));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Case_47_a_request_without_a_session_gets_none_even_if_there_is_only_one()
    {
        await OpenAsync(isOwn: true);
        await OpenAsync(isOwn: false);
        using var own = Client(isOwn: true);
        using var through = Client(isOwn: false);

        using var refused = await own.AskAsync(Post(isOwn: true, Ping));
        using var passed = await through.AskAsync(Post(isOwn: false, Ping));

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        // Whether it needs one is the server's to say.
        Assert.DoesNotContain("Mcp-Session-Id", _through.Backend.Single().Headers.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_48_an_id_in_the_query_opens_nothing_and_each_POST_shows_its_token(bool isOwn)
    {
        var session = await OpenAsync(isOwn);
        using var client = Client(isOwn);
        using var nobody = Gateway(isOwn).CreateClient();
        using var messages = Post(isOwn, Ping);
        messages.RequestUri = new Uri($"/messages?sessionId={session}", UriKind.Relative);
        using var query = Post(isOwn, Ping);
        query.RequestUri = new Uri($"{query.RequestUri}?sessionId={session}", UriKind.Relative);
        using var anonymous = Post(isOwn, Ping);
        anonymous.RequestUri = query.RequestUri;

        using var nowhere = await client.AskAsync(messages);
        using var ignored = await client.AskAsync(query);
        using var refused = await nobody.AskAsync(anonymous);

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        if (isOwn)
            Assert.Equal(HttpStatusCode.BadRequest, ignored.StatusCode);
        else
            Assert.Equal("/mcp", _through.Backend.Single().Target);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1")]
    [InlineData("99999999999999999999999999")]
    [InlineData("../../x")]
    public async Task Case_49_an_event_id_that_the_session_never_gave_continues_nothing(string id)
    {
        var session = await OpenAsync(isOwn: true);
        using var client = Client(isOwn: true);

        using var response = await client.AskAsync(Resume(isOwn: true, id).In(session));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Case_49_nor_does_one_in_anothers_session_or_after_the_end(bool isOwn)
    {
        var session = await OpenAsync(isOwn);
        using var client = Client(isOwn);
        using var thief = Client(isOwn, "subject-2");

        using var theirs = await thief.AskAsync(Resume(isOwn, "1").In(session));
        using var delete = new HttpRequestMessage(HttpMethod.Delete, PathOf(isOwn)).In(session);
        using var deleted = await client.AskAsync(delete);
        _through.Backend.Received.Clear();
        using var afterwards = await client.AskAsync(Resume(isOwn, "1").In(session));

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, afterwards.StatusCode);
        Assert.Empty(_through.Backend.Received);
    }

    /// <summary>A server behind the gateway cannot know whose event it is; to it all callers are the gateway.</summary>
    [Fact]
    public async Task Case_49_nor_does_one_without_a_session()
    {
        using var client = Client(isOwn: false);

        using var response = await client.AskAsync(Resume(isOwn: false, "1"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(_through.Backend.Received);
    }

    [Fact]
    public async Task Case_50_what_is_told_is_told_on_one_stream()
    {
        using var http = Client(isOwn: true);
        http.BaseAddress = new Uri(GatewayHost.PublicOrigin + "/mcp");
        using var client = await LegacyClient.OpenAsync(http);
        await client.AskAsync("tools/list");
        using var first = await client.SendAsync(HttpMethod.Get);
        using var second = await client.SendAsync(HttpMethod.Get);
        var told = new List<JsonNode>[2];
        var reading = Task.WhenAll(
            Task.Run(async () => told[0] = await LegacyClient.MessagesAsync(first)),
            Task.Run(async () => told[1] = await LegacyClient.MessagesAsync(second)));

        await Eventually.HoldsAsync(() => !_bed.Server.Interests.IsEmpty, "the server is listened to");
        _bed.Server.Tools = ["echo", "new"];
        _bed.Server.Say("notifications/tools/list_changed", "{}");
        await Eventually.HoldsAsync(
            async () => (await client.AskAsync("tools/list")).ToJsonString().Contains("new", StringComparison.Ordinal),
            "the change is known");
        using var deleted = await client.SendAsync(HttpMethod.Delete);
        await reading.Within();

        Assert.Equal(
            "notifications/tools/list_changed", (string?)Assert.Single(told[0].Concat(told[1]))["method"]);
    }

    private static string PathOf(bool isOwn) => isOwn ? "/mcp" : Rpc.Path;

    private static HttpRequestMessage Post(bool isOwn, string body)
    {
        var request = Rpc.Post(body);
        request.RequestUri = new Uri(PathOf(isOwn), UriKind.Relative);
        return request;
    }

    private static HttpRequestMessage Resume(bool isOwn, string lastEventId) =>
        new HttpRequestMessage(HttpMethod.Get, PathOf(isOwn)).With(
            ("Accept", "text/event-stream"), ("Last-Event-ID", lastEventId));

    /// <summary>An id that differs in the last character.</summary>
    private static string Next(string id) => id[..^1] + (id[^1] == 'A' ? 'B' : 'A');

    private GatewayHost Gateway(bool isOwn) => isOwn ? _bed.Gateway : _through;

    private HttpClient Client(bool isOwn, string subject = "subject-1") => Gateway(isOwn).CreateClient(
        Gateway(isOwn).Issuer.Draft(audience: GatewayHost.PublicOrigin + PathOf(isOwn))
            .With("sub", subject)
            .Sign(Gateway(isOwn).Issuer.Key));

    private async Task<string> OpenAsync(bool isOwn, string? proposed = null)
    {
        using var client = Client(isOwn);
        var answer = _through.Backend.Answer;
        _through.Backend.Answer = LegacySession.Opening("s-1");
        var request = Post(isOwn, LegacySession.Initialize);
        using var response = await client.AskAsync(proposed is null ? request : request.In(proposed));
        _through.Backend.Answer = answer;
        _through.Backend.Received.Clear();
        return Assert.Single(response.Headers.GetValues("Mcp-Session-Id"));
    }
}
