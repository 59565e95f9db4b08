using System.Net;
using McpAspire.Gateway.Tests.Hosting;

namespace McpAspire.Gateway.Tests.Sessions;

public sealed class PassThroughSessionsTests(GatewayFixture fixture) : GatewayTest(fixture)
{
    [Fact]
    public async Task The_client_gets_an_id_of_256_random_bits_and_the_server_gets_its_own()
    {
        var first = await Gateway.OpenSessionAsync(Client, "s-1");
        var second = await Gateway.OpenSessionAsync(Client, "s-1");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(first));

        Assert.Matches("^[A-Za-z0-9_-]{43}$", first);
        Assert.NotEqual(first, second);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("s-1", Gateway.Backend.Single().Headers["Mcp-Session-Id"]);
    }

    [Fact]
    public async Task An_answer_in_the_session_says_the_clients_id()
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");
        Gateway.Backend.Answer = LegacySession.Opening("s-1", id: 7);

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));

        Assert.Equal(session, Assert.Single(response.Headers.GetValues("Mcp-Session-Id")));
    }

    [Theory]
    [InlineData("sub", "subject-2")]
    [InlineData("client_id", "client-2")]
    public async Task A_session_of_another_subject_or_client_answers_exactly_like_an_unknown_one(
        string claim, string other)
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");
        using var stranger = Gateway.CreateClient(Gateway.Issuer.Draft().With(claim, other).Sign(Gateway.Issuer.Key));

        using var theirs = await stranger.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));
        using var unknown = await stranger.AskAsync(Rpc.Post(Rpc.LegacyCall).In(new string('A', 43)));

        Assert.Equal(HttpStatusCode.NotFound, theirs.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal(await unknown.TextAsync(), await theirs.TextAsync());
        Assert.Equal(HeadersOf(unknown), HeadersOf(theirs));
        Assert.Empty(Gateway.Backend.Received);
    }

    [Theory]
    [InlineData("s-1")]
    [InlineData("1")]
    [InlineData("../../")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    public async Task An_id_that_the_gateway_never_gave_is_unknown_even_if_it_is_the_servers_own(string id)
    {
        await Gateway.OpenSessionAsync(Client, "s-1");

        using var response = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(id));

        await IsRefusedAsync(response, HttpStatusCode.NotFound, -32001);
    }

    [Fact]
    public async Task A_client_cannot_choose_the_id_of_its_session()
    {
        var chosen = new string('A', 43);
        Gateway.Backend.Answer = LegacySession.Opening("s-1");

        using var response = await Client.AskAsync(Rpc.Post(LegacySession.Initialize).In(chosen));

        Assert.DoesNotContain("Mcp-Session-Id", Gateway.Backend.Single().Headers.Keys);
        Assert.NotEqual(chosen, Assert.Single(response.Headers.GetValues("Mcp-Session-Id")));
    }

    [Fact]
    public async Task A_session_that_the_server_has_lost_is_lost_for_the_client_too()
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");
        Gateway.Backend.Answer = ScriptedBackend.Json(
            """{"jsonrpc":"2.0","id":7,"error":{"code":-32001,"message":"gone"}}""", 404);
        using var lost = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));
        Gateway.Backend.Received.Clear();

        using var again = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));

        Assert.Equal(HttpStatusCode.NotFound, lost.StatusCode);
        await IsRefusedAsync(again, HttpStatusCode.NotFound, -32001);
    }

    [Fact]
    public async Task DELETE_ends_the_session()
    {
        var session = await Gateway.OpenSessionAsync(Client, "s-1");
        using var deleted = await Client.AskAsync(new HttpRequestMessage(HttpMethod.Delete, Rpc.Path).In(session));
        Assert.Equal("s-1", Gateway.Backend.Single().Headers["Mcp-Session-Id"]);
        Gateway.Backend.Received.Clear();

        using var again = await Client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));

        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await IsRefusedAsync(again, HttpStatusCode.NotFound, -32001);
    }

    [Fact]
    public async Task The_modern_era_has_no_sessions()
    {
        Gateway.Backend.Answer = LegacySession.Opening("s-1", id: 7);

        using var response = await Client.AskAsync(
            Rpc.Modern(Rpc.ModernCall, "tools/call", "echo").In("anything").With(("Last-Event-ID", "1")));

        var received = Gateway.Backend.Single();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("Mcp-Session-Id", received.Headers.Keys);
        Assert.DoesNotContain("Last-Event-ID", received.Headers.Keys);
        Assert.False(response.Headers.Contains("Mcp-Session-Id"));
    }

    [Theory]
    [InlineData("two words")]
    [InlineData("")]
    public async Task An_id_of_the_server_that_is_none_is_a_fault_of_the_server(string id)
    {
        Gateway.Backend.Answer = LegacySession.Opening(id);

        using var response = await Client.AskAsync(Rpc.Post(LegacySession.Initialize));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.False(response.Headers.Contains("Mcp-Session-Id"));
    }

    [Fact]
    public async Task An_id_of_the_server_has_a_longest_length()
    {
        await Gateway.OpenSessionAsync(Client, new string('s', 1024));
        Gateway.Backend.Answer = LegacySession.Opening(new string('s', 1025));

        using var response = await Client.AskAsync(Rpc.Post(LegacySession.Initialize));

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
    }

    /// <summary>All but the one that says when.</summary>
    private static string[] HeadersOf(HttpResponseMessage response) =>
    [
        .. response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date")
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}"),
    ];
}
