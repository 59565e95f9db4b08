using System.Net;
using McpAspire.Identity.Tests.Running;

namespace McpAspire.Identity.Tests.OAuth.Device;

/// <summary>A device asks for its tokens (RFC 8628, sections 3.4 and 3.5).</summary>
[Collection(DeviceHost.Name)]
public sealed class PollingTests(DeviceHost devices)
{
    private readonly IdentityHost _host = devices.Host;
    private readonly DeviceClient _client = new(devices.Host);

    [Fact]
    public async Task Until_somebody_answers_it_is_pending()
    {
        var codes = await _client.StartAsync();

        var first = await _client.PollAtOnceAsync(codes);
        var second = await _client.PollAsync(codes);

        Assert.Equal(HttpStatusCode.BadRequest, first.Status);
        Assert.Equal("authorization_pending", first.Error);
        Assert.Equal("authorization_pending", second.Error);
    }

    [Fact]
    public async Task Device_that_asks_too_soon_has_to_slow_down_by_5_seconds_from_then_on()
    {
        var codes = await _client.StartAsync();
        await _client.PollAtOnceAsync(codes);

        var tooSoon = await _client.PollAtOnceAsync(codes);
        var atTheOldPace = await _client.PollAsync(codes);
        _host.Clock.Advance(TimeSpan.FromSeconds(15));
        var atTheNewPace = await _client.PollAtOnceAsync(codes);
        _host.Clock.Advance(TimeSpan.FromSeconds(10));
        var tooSoonAgain = await _client.PollAtOnceAsync(codes);

        Assert.Equal("slow_down", tooSoon.Error);
        Assert.Equal("slow_down", atTheOldPace.Error);
        Assert.Equal("authorization_pending", atTheNewPace.Error);
        Assert.Equal("slow_down", tooSoonAgain.Error);
    }

    [Fact]
    public async Task Of_many_questions_at_once_one_is_answered()
    {
        var codes = await _client.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _client.PollAtOnceAsync(codes)));

        Assert.Single(answers, answer => answer.Error == "authorization_pending");
        Assert.Equal(7, answers.Count(answer => answer.Error == "slow_down"));
    }

    [Fact]
    public async Task Allowed_device_gets_tokens_of_the_person_and_refreshes_them()
    {
        var person = await _host.NewPersonAsync("family");
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(await person.SignInAsync(), codes);

        var answer = await _client.PollAsync(codes);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var tokens = Tokens.Of(answer);
        Assert.Equal(person.AccountId.ToString(), tokens.AccessClaims.GetProperty("sub").GetString());
        Assert.Equal("tv", tokens.AccessClaims.GetProperty("client_id").GetString());
        Assert.Equal([IdentityHost.DefaultResource], tokens.Audiences);
        Assert.Equal(
            ["mcp", "offline_access", "openid", "profile"],
            tokens.AccessClaims.GetProperty("scope").GetString()!.Split(' ').Order());
        Assert.Equal(
            ["mfa", "otp", "pwd"],
            tokens.AccessClaims.GetProperty("amr").EnumerateArray().Select(it => it.GetString()).Order());
        Assert.Equal("http://localhost:9091", tokens.AccessClaims.GetProperty("iss").GetString());
        Assert.Equal("family", tokens.IdClaims.GetProperty("groups")[0].GetString());

        var refreshed = await _client.RefreshAsync(tokens.Refresh!);
        Assert.True(refreshed.Status == HttpStatusCode.OK, refreshed.Body);
        Assert.Equal([IdentityHost.DefaultResource], Tokens.Of(refreshed).Audiences);
    }

    [Fact]
    public async Task Denied_device_is_told_so()
    {
        var codes = await _client.StartAsync();
        var done = await _client.AnswerAsync(await SessionAsync(), codes, "deny");

        var answer = await _client.PollAsync(codes);

        Assert.Equal("/device/done?answer=denied", done.Location);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("access_denied", answer.Error);
    }

    [Fact]
    public async Task Code_that_nobody_answered_in_ten_minutes_has_expired()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync();
        _host.Clock.Advance(TimeSpan.FromMinutes(4));
        await session.GetAsync("/");
        _host.Clock.Advance(TimeSpan.FromMinutes(4));
        await session.GetAsync("/");
        _host.Clock.Advance(TimeSpan.FromMinutes(2.1));

        var poll = await _client.PollAsync(codes);
        var typed = await session.SubmitAsync("/device", new() { ["Code"] = codes.User });

        Assert.Equal("expired_token", poll.Error);
        Assert.Contains("not valid, or it has expired", typed.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spent_code_gives_nothing_and_ends_what_it_gave()
    {
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(await SessionAsync(), codes);
        var tokens = Tokens.Of(await _client.PollAsync(codes));

        var replayed = await _client.PollAsync(codes);

        Assert.Equal("invalid_grant", replayed.Error);
        Assert.Equal("invalid_grant", (await _client.RefreshAsync(tokens.Refresh!)).Error);
    }

    [Fact]
    public async Task Another_client_gets_nothing_for_the_code_and_does_no_harm()
    {
        var other = new DeviceClient(_host, "other-tv");
        var codes = await _client.StartAsync();
        var early = await other.PollAtOnceAsync(codes);
        await _client.AnswerAsync(await SessionAsync(), codes);

        var stolen = await other.PollAsync(codes);
        var mine = await _client.PollAsync(codes);
        var afterwards = await other.PollAsync(codes);

        Assert.Equal("invalid_grant", early.Error);
        Assert.Equal("invalid_grant", stolen.Error);
        Assert.True(mine.Status == HttpStatusCode.OK, mine.Body);
        Assert.Equal("invalid_grant", afterwards.Error);
        var refreshed = await _client.RefreshAsync(Tokens.Of(mine).Refresh!);
        Assert.True(refreshed.Status == HttpStatusCode.OK, refreshed.Body);
    }

    [Theory]
    [InlineData("an-invented-device-code", "invalid_grant")]
    [InlineData(null, "invalid_request")]
    public async Task Code_that_does_not_exist_is_refused(string? code, string error)
    {
        var answer = await _client.PollAsync(await _client.StartAsync(), ("device_code", code));

        Assert.Equal(error, answer.Error);
    }

    [Fact]
    public async Task User_code_is_no_device_code()
    {
        var codes = await _client.StartAsync();
        await _client.AnswerAsync(await SessionAsync(), codes);

        var answer = await _client.PollAsync(codes, ("device_code", codes.User.Replace("-", "")));

        Assert.Equal("invalid_grant", answer.Error);
    }

    [Fact]
    public async Task Resources_are_those_that_were_allowed_or_some_of_them()
    {
        var session = await SessionAsync();
        var codes = await _client.StartAsync(
            ("resource", $"{IdentityHost.Mcp}/one"), ("resource", $"{IdentityHost.Mcp}/two/"));
        await _client.AnswerAsync(session, codes);

        var other = await _client.PollAsync(codes, ("resource", $"{IdentityHost.Mcp}/three"));
        var some = await _client.PollAsync(codes, ("resource", $"{IdentityHost.Mcp}/two"));

        Assert.Equal("invalid_target", other.Error);
        Assert.True(some.Status == HttpStatusCode.OK, some.Body);
        Assert.Equal([$"{IdentityHost.Mcp}/two"], Tokens.Of(some).Audiences);
        Assert.Equal(
            [$"{IdentityHost.Mcp}/one", $"{IdentityHost.Mcp}/two"],
            Tokens.Of(await _client.RefreshAsync(Tokens.Of(some).Refresh!)).Audiences.Order());
    }

    private async Task<Browser> SessionAsync() => await (await _host.NewPersonAsync()).SignInAsync();
}
