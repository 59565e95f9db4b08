using System.Net;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Authentication.Revocations;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Authentication.Revocations;

/// <summary>A revoked token stops at the gateway, however good its signature is.</summary>
public sealed class RevocationListTests
{
    private const string Entry = "entry-1";

    [Fact]
    public async Task Revoked_token_gets_401_although_it_was_verified_and_kept_before()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        using var revoked = gateway.CreateClient(Token(gateway, Entry));
        using var other = gateway.CreateClient(Token(gateway, "entry-2"));

        using var before = await revoked.AskAsync(Rpc.Post(Rpc.LegacyCall));
        revocations.Revoked = [Entry];
        await ListHasAsync(gateway, Entry);
        using var after = await revoked.AskAsync(Rpc.Post(Rpc.LegacyCall));
        using var others = await other.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Contains("error=\"invalid_token\"", after.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Contains(gateway.Log.Lines, line => line.Contains("token_revoked", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, others.StatusCode);
    }

    [Fact]
    public async Task Token_without_an_entry_is_known_by_its_jti()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.Revoked = ["the-jti"];
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        using var client = gateway.CreateClient(
            gateway.Issuer.Draft().With("jti", "the-jti").Sign(gateway.Issuer.Key));

        using var answer = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task Open_stream_of_a_revoked_token_is_cut_and_no_other(string method)
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        var end = new TaskCompletionSource();
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Rpc.Progress(1));
            await http.Response.Body.FlushAsync();
            await end.Task.WaitAsync(http.RequestAborted);
            await http.Response.WriteAsync(Rpc.Event(Rpc.Answer));
        };
        using var revoked = gateway.CreateClient(Token(gateway, Entry));
        using var other = gateway.CreateClient(Token(gateway, "entry-2"));
        using var cut = await revoked.AskAsync(Stream(method));
        using var kept = await other.AskAsync(Stream(method));

        revocations.Revoked = [Entry];

        await Assert.ThrowsAnyAsync<HttpRequestException>(cut.TextAsync).Within();
        end.SetResult();
        Assert.StartsWith(Rpc.Progress(1), await kept.TextAsync().Within());
    }

    [Fact]
    public async Task List_that_cannot_be_fetched_for_too_long_admits_nobody_until_it_is_back()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings(maxAge: "00:00:00.8"));
        using var client = gateway.CreateClient(Token(gateway, Entry));
        using var before = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        revocations.IsDown = true;
        await Eventually.HoldsAsync(() => !ListOf(gateway).IsCurrent, "the list is too old");
        using var refused = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        using var health = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, "/health"));
        revocations.IsDown = false;
        await Eventually.HoldsAsync(() => ListOf(gateway).IsCurrent, "the list is back");
        using var after = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), refused.Headers.RetryAfter?.Delta);
        Assert.Empty(refused.Headers.WwwAuthenticate);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Short_outage_of_the_list_harms_nobody_and_revoked_stays_revoked()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.Revoked = [Entry];
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        await ListHasAsync(gateway, Entry);
        using var revoked = gateway.CreateClient(Token(gateway, Entry));
        using var other = gateway.CreateClient(Token(gateway, "entry-2"));

        foreach (var answer in (string[])["<html>", "[]", """{"revoked":null}""", """{"revoked":[null]}""", "{}"])
        {
            revocations.Instead = answer;
            var seen = revocations.Answers;
            await Eventually.HoldsAsync(() => revocations.Answers > seen + 1, "the answer was read");
            using var refused = await revoked.AskAsync(Rpc.Post(Rpc.LegacyCall));
            using var admitted = await other.AskAsync(Rpc.Post(Rpc.LegacyCall));
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal(HttpStatusCode.OK, admitted.StatusCode);
        }
    }

    [Fact]
    public async Task First_requests_wait_for_the_first_list()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.IsDown = true;
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        using var client = gateway.CreateClient(Token(gateway, Entry));

        var asking = client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        var seen = revocations.Answers;
        await Eventually.HoldsAsync(() => revocations.Answers > seen + 1, "the list was asked for");
        var waited = !asking.IsCompleted;
        revocations.IsDown = false;
        using var answer = await asking;

        Assert.True(waited);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Without_any_list_nobody_is_admitted()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings(key: "not-the-key-of-the-issuer"));
        using var client = gateway.CreateClient(Token(gateway, Entry));

        using var answer = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.DoesNotContain(
            gateway.Log.Lines, line => line.Contains("not-the-key-of-the-issuer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Unchanged_list_is_not_sent_again()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());

        await Eventually.HoldsAsync(() => revocations.NotModified > 2, "the gateway said what it has");
    }

    [Fact]
    public async Task Old_key_after_an_emergency_rotation_is_refused_with_the_tokens_that_were_kept()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.Keys = ["key-1"];
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        using var next = TokenKey.Rsa("key-2");
        using var client = gateway.CreateClient(Token(gateway, Entry));
        using var before = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        gateway.Issuer.Published.Clear();
        gateway.Issuer.Published.Add(next);
        revocations.Keys = ["key-2"];
        var keys = gateway.Services.GetRequiredService<SigningKeys>();
        await Eventually.HoldsAsync(() => !keys.Current.Keys.ContainsKey("key-1"), "the old key is dropped");
        using var after = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        using var forger = gateway.CreateClient(
            gateway.Issuer.Draft().With("oi_tkn_id", "invented").Sign(gateway.Issuer.Key));
        using var forged = await forger.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, forged.StatusCode);
    }

    [Fact]
    public async Task Token_of_a_dropped_key_gets_401_and_no_broken_answer_before_the_new_keys_are_here()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.Keys = ["key-1"];
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        gateway.Backend.Answer = ScriptedBackend.Text(Rpc.Event(Rpc.Answer), "text/event-stream");
        using var client = gateway.CreateClient(Token(gateway, Entry));
        using var before = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        gateway.Issuer.IsDown = true;
        revocations.Keys = ["key-2"];
        revocations.Revoked = ["another-entry"];
        await ListHasAsync(gateway, "another-entry");
        using var after = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Contains("key-1", gateway.Services.GetRequiredService<SigningKeys>().Current.Keys.Keys);
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        await after.ErrorAsync();
    }

    [Fact]
    public async Task Key_that_the_list_does_not_name_yet_is_good()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.Keys = ["key-1"];
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        gateway.Backend.Answer = ScriptedBackend.Text(Rpc.Event(Rpc.Answer), "text/event-stream");
        using var next = TokenKey.Rsa("key-2");
        using var client = gateway.CreateClient(gateway.Issuer.Draft().Sign(next));

        gateway.Issuer.Published.Add(next);
        using var answer = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Rpc.Event(Rpc.Answer), await answer.TextAsync());
    }

    [Fact]
    public async Task Stream_that_a_dropped_key_opened_is_cut_whatever_its_token_is_called()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        revocations.Keys = ["key-1"];
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());
        using var next = TokenKey.Rsa("key-2");
        gateway.Backend.Answer = async http =>
        {
            http.Response.ContentType = "text/event-stream";
            await http.Response.WriteAsync(Rpc.Progress(1));
            await http.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        using var forger = gateway.CreateClient(
            gateway.Issuer.Draft().With("oi_tkn_id", "invented").Sign(gateway.Issuer.Key));
        using var stream = await forger.AskAsync(Stream("GET"));

        gateway.Issuer.Published.Clear();
        gateway.Issuer.Published.Add(next);
        revocations.Keys = ["key-2"];

        await Assert.ThrowsAnyAsync<HttpRequestException>(stream.TextAsync).Within();
    }

    [Fact]
    public async Task Issuer_that_is_down_and_comes_back_is_told_of_once()
    {
        await using var revocations = await ScriptedRevocations.StartAsync();
        await using var gateway = await GatewayHost.StartAsync(revocations.Settings());

        revocations.IsDown = true;
        await Eventually.HoldsAsync(() => revocations.Refusals >= 4, "it was asked again and again");
        revocations.IsDown = false;

        await Eventually.HoldsAsync(
            () => gateway.Log.Lines.Any(line => line.Contains("again", StringComparison.Ordinal)
                && line.Contains("revoked tokens", StringComparison.Ordinal)),
            "the gateway says that it is over");
        Assert.Single(
            gateway.Log.Lines, line => line.Contains("tokens could not be fetched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_address_the_operator_is_warned()
    {
        await using var gateway = await GatewayHost.StartAsync();

        Assert.Contains(gateway.Log.Lines, line => line.Contains("RevocationsAddress", StringComparison.Ordinal));
    }

    private static string Token(GatewayHost gateway, string entry) =>
        gateway.Issuer.Draft().With("oi_tkn_id", entry).Sign(gateway.Issuer.Key);

    private static HttpRequestMessage Stream(string method) => method == "GET"
        ? new HttpRequestMessage(HttpMethod.Get, Rpc.Path).With(("Accept", "text/event-stream"))
        : Rpc.Post(Rpc.LegacyCall);

    private static RevocationList ListOf(GatewayHost gateway) => gateway.Services.GetRequiredService<RevocationList>();

    private static Task ListHasAsync(GatewayHost gateway, string entry) =>
        Eventually.HoldsAsync(() => ListOf(gateway).Contains(entry), "the gateway knows what was revoked");
}
