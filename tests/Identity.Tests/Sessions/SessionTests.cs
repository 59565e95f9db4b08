using System.Net;
using McpAspire.Identity.Tests.Running;
using StackExchange.Redis;

namespace McpAspire.Identity.Tests.Sessions;

/// <summary>Sessions are kept on the server, and the cookie is only a reference.</summary>
public sealed class SessionTests(SharedIdentity identity)
{
    private readonly IdentityHost _host = identity.Host;

    [Fact]
    public async Task Cookie_that_was_tampered_with_opens_nothing()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var value = session.Cookies["session"];
        session.Cookies["session"] = value[..^6] + (value[^6] == 'A' ? 'B' : 'A') + value[^5..];

        var answer = await session.GetAsync("/");

        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }

    [Fact]
    public async Task Cookie_that_was_signed_out_opens_nothing_when_it_is_kept()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var kept = session.Cookies["session"];

        var done = await session.SubmitAsync("/sign-out", []);
        session.Cookies["session"] = kept;
        var answer = await session.GetAsync("/");

        Assert.Equal("/sign-out", done.Location);
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
    }

    [Fact]
    public async Task Sign_out_by_a_mere_link_does_nothing()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        await session.GetAsync("/sign-out");

        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Sign_in_over_a_session_gets_a_new_id_and_ends_the_old_one()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        var planted = session.Cookies["session"];

        await person.SignInAsync(session);
        var attacker = _host.NewBrowser();
        attacker.Cookies["session"] = planted;

        Assert.Equal(HttpStatusCode.Redirect, (await attacker.GetAsync("/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Session_ends_when_the_security_stamp_changes()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        await _host.SetStampAsync(person.AccountId);

        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Session_ends_after_five_minutes_without_a_request()
    {
        await using var host = await IdentityHost.StartAsync();
        var session = await (await host.NewPersonAsync()).SignInAsync();

        host.Clock.Advance(TimeSpan.FromMinutes(4));
        var active = await session.GetAsync("/");
        host.Clock.Advance(TimeSpan.FromMinutes(4));
        var renewed = await session.GetAsync("/");
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        var ended = await session.GetAsync("/");

        Assert.Equal(HttpStatusCode.OK, active.Status);
        Assert.Equal(HttpStatusCode.OK, renewed.Status);
        Assert.Equal(HttpStatusCode.Redirect, ended.Status);
    }

    [Fact]
    public async Task Session_ends_after_an_hour_however_busy_it_is()
    {
        await using var host = await IdentityHost.StartAsync();
        var session = await (await host.NewPersonAsync()).SignInAsync();

        for (var minutes = 0; minutes < 56; minutes += 4)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(4));
            Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/")).Status);
        }

        host.Clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Half_a_sign_in_ends_after_ten_minutes()
    {
        await using var host = await IdentityHost.StartAsync();
        var person = await host.NewPersonAsync();
        var browser = host.NewBrowser();
        await person.EnterPasswordAsync(browser);

        host.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal("/sign-in", (await browser.GetAsync("/sign-in/totp")).Location);
    }

    [Fact]
    public async Task Cookies_are_out_of_reach_of_scripts_and_other_sites_and_hold_no_name()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();

        Assert.All(session.SetCookies, cookie =>
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public async Task Cookies_of_an_https_origin_are_secure_and_bound_to_the_host()
    {
        await using var host = await IdentityHost.StartAsync(new() { Origin = "https://id.example.org" });
        var session = await (await host.NewPersonAsync()).SignInAsync();

        Assert.NotEmpty(session.SetCookies);
        Assert.All(session.SetCookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal(HttpStatusCode.OK, (await session.GetAsync("/")).Status);
    }

    [Fact]
    public async Task Tickets_lie_in_Redis_sealed()
    {
        var person = await _host.NewPersonAsync();
        await person.SignInAsync();
        await using var redis = await _host.Redis.ConnectAsync();

        var tickets = new List<byte[]>();
        await foreach (var key in redis.GetServers()[0].KeysAsync(pattern: "idp:session:*"))
        {
            if ((byte[]?)await redis.GetDatabase().StringGetAsync(key) is { } ticket)
                tickets.Add(ticket);
        }

        Assert.NotEmpty(tickets);
        foreach (var word in (string[])[person.AccountId.ToString(), "session", "auth_time", "stamp"])
        {
            var bytes = System.Text.Encoding.UTF8.GetBytes(word);
            Assert.All(tickets, ticket => Assert.Equal(-1, ticket.AsSpan().IndexOf(bytes)));
        }
    }

    [Fact]
    public async Task Ticket_that_somebody_wrote_into_Redis_opens_nothing()
    {
        var person = await _host.NewPersonAsync();
        var session = await person.SignInAsync();
        await using var redis = await _host.Redis.ConnectAsync();
        var database = redis.GetDatabase();
        var ids = await database.SortedSetRangeByRankAsync($"idp:sessions-of:{person.AccountId:N}");

        await database.StringSetAsync($"idp:session:{ids.Single()}", "forged", when: When.Exists);

        Assert.Equal(HttpStatusCode.Redirect, (await session.GetAsync("/")).Status);
    }
}
