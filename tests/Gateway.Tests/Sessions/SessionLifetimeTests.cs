using System.Net;
using McpAspire.Gateway.Tests.Authentication.Revocations;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Sessions;

public sealed class SessionLifetimeTests
{
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task A_session_ends_when_nobody_uses_it_for_its_idle_time()
    {
        await using var gateway = await GatewayHost.StartAsync(Settings("00:05:00", "01:00:00"), _time);
        var session = await gateway.OpenSessionAsync(Client(gateway), "s-1");

        _time.Advance(TimeSpan.FromMinutes(4));
        var used = await StatusAsync(gateway, session);
        _time.Advance(TimeSpan.FromMinutes(4));
        var usedAgain = await StatusAsync(gateway, session);
        _time.Advance(TimeSpan.FromMinutes(6));
        var over = await StatusAsync(gateway, session);

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound], [used, usedAgain, over]);
    }

    [Fact]
    public async Task However_busy_it_is_a_session_ends_at_its_absolute_end()
    {
        await using var gateway = await GatewayHost.StartAsync(Settings("00:05:00", "00:10:00"), _time);
        var session = await gateway.OpenSessionAsync(Client(gateway), "s-1");
        for (var minute = 3; minute < 10; minute += 3)
        {
            _time.Advance(TimeSpan.FromMinutes(3));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, session));
        }

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gateway, session));
    }

    [Fact]
    public async Task An_open_stream_uses_its_session()
    {
        await using var gateway = await GatewayHost.StartAsync(Settings("00:01:00", "01:00:00"), _time);
        var session = await gateway.OpenSessionAsync(Client(gateway), "s-1");
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var client = Client(gateway);
        using var stream = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, Rpc.Path).In(session));

        for (var i = 0; i < 6; i++)
            _time.Advance(TimeSpan.FromSeconds(20));

        gateway.Backend.Answer = ScriptedBackend.Json("""{"jsonrpc":"2.0","id":7,"result":{}}""");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, session));
    }

    [Fact]
    public async Task A_session_of_a_token_that_was_revoked_does_not_go_on_under_the_next_one()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        using var before = gateway.CreateClient(
            gateway.Issuer.Draft().With("oi_tkn_id", "entry-1").Sign(gateway.Issuer.Key));
        var session = await gateway.OpenSessionAsync(before, "s-1");
        using var after = gateway.CreateClient(
            gateway.Issuer.Draft().With("oi_tkn_id", "entry-2").Sign(gateway.Issuer.Key));

        revocations.Revoked = ["entry-1"];
        await Eventually.HoldsAsync(
            async () => await StatusAsync(before, session) == HttpStatusCode.Unauthorized, "the token is revoked");

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(after, session));
    }

    private static Dictionary<string, string?> Settings(string idle, string absolute) => new()
    {
        ["Mcp:Sessions:IdleTimeout"] = idle,
        ["Mcp:Sessions:AbsoluteTimeout"] = absolute,
    };

    /// <summary>A token of the clock's time: it has moved.</summary>
    private HttpClient Client(GatewayHost gateway) =>
        gateway.CreateClient(gateway.Issuer.Draft(_time.GetUtcNow()).Sign(gateway.Issuer.Key));

    private async Task<HttpStatusCode> StatusAsync(GatewayHost gateway, string session)
    {
        using var client = Client(gateway);
        return await StatusAsync(client, session);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string session)
    {
        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall).In(session));
        return response.StatusCode;
    }
}
