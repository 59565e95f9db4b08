using System.Net;
using McpAspire.Gateway.Authentication;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace McpAspire.Gateway.Tests.Authentication;

public sealed class SigningKeysTests
{
    [Fact]
    public async Task A_key_that_was_published_just_before_its_first_use_is_found()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var next = TokenKey.EllipticCurve("key-2");
        gateway.Issuer.Published.Insert(0, next);
        using var client = gateway.CreateClient(gateway.Issuer.Draft().Sign(next));

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Invented_key_ids_neither_hide_a_rotation_nor_flood_the_issuer()
    {
        await using var gateway = await GatewayHost.StartAsync();
        using var stranger = TokenKey.EllipticCurve("invented");
        using var next = TokenKey.EllipticCurve("key-2");

        // The first invented id uses up the fetch of this second; the rotation comes right after it.
        using var forger = gateway.CreateClient(gateway.Issuer.Draft().Sign(stranger));
        using var refused = await forger.AskAsync(Rpc.Post(Rpc.LegacyCall));
        var before = gateway.Issuer.Fetches;
        gateway.Issuer.Published.Add(next);
        using var client = gateway.CreateClient(gateway.Issuer.Draft().Sign(next));
        var forged = Enumerable.Range(0, 20).Select(_ => forger.AskAsync(Rpc.Post(Rpc.LegacyCall))).ToArray();
        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        var answers = await Task.WhenAll(forged);

        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode));
        Assert.InRange(gateway.Issuer.Fetches - before, 1, 3);
    }

    [Fact]
    public async Task A_withdrawn_key_ends_its_cached_tokens()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var gateway = await GatewayHost.StartAsync(time: time);
        var inAnHour = time.GetUtcNow().AddHours(1).ToUnixTimeSeconds();
        using var client = gateway.CreateClient(
            gateway.Issuer.Draft(time.GetUtcNow()).With("exp", inAnHour).Sign(gateway.Issuer.Key));
        using var next = TokenKey.EllipticCurve("key-2");

        using var before = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        gateway.Issuer.Published.Clear();
        gateway.Issuer.Published.Add(next);
        time.Advance(TimeSpan.FromMinutes(5));
        var keys = gateway.Services.GetRequiredService<SigningKeys>();
        await Eventually.HoldsAsync(() => keys.Current.Keys.ContainsKey("key-2"), "the change was fetched");
        var asking = client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        await Eventually.HoldsAsync(() => Passes(time, asking), "the fetch for the unknown key was allowed to begin");
        using var after = await asking;

        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task Without_any_keys_valid_tokens_get_503_and_are_admitted_when_the_issuer_comes_up()
    {
        await using var gateway = await GatewayHost.StartAsync(waitForKeys: false);
        using var client = gateway.CreateAuthorizedClient();

        using var early = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        using var unready = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, "/health"));
        gateway.Issuer.IsDown = false;
        await gateway.KeysAreLoadedAsync();
        using var later = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));
        using var ready = await client.AskAsync(new HttpRequestMessage(HttpMethod.Get, "/health"));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, early.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), early.Headers.RetryAfter?.Delta);
        Assert.Empty(early.Headers.WwwAuthenticate);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
    }

    [Fact]
    public async Task When_the_issuer_goes_down_tokens_of_known_keys_stay_good()
    {
        await using var gateway = await GatewayHost.StartAsync();
        gateway.Issuer.IsDown = true;
        await gateway.Services.GetRequiredService<SigningKeys>().RefreshAsync(TestContext.Current.CancellationToken);
        using var client = gateway.CreateAuthorizedClient();

        using var response = await client.AskAsync(Rpc.Post(Rpc.LegacyCall));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains(gateway.Log.Lines, line => line.Contains("could not be fetched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slow_answer_does_not_bring_back_replaced_keys()
    {
        await using var gateway = await GatewayHost.StartAsync();
        var keys = gateway.Services.GetRequiredService<SigningKeys>();
        using var next = TokenKey.EllipticCurve("key-2");
        var release = new TaskCompletionSource();
        var reached = new TaskCompletionSource();

        // The first fetch is held after it was asked; what it will say is old by then.
        var held = gateway.Issuer.HoldNext(release.Task, reached);
        var slow = keys.RefreshAsync(TestContext.Current.CancellationToken);
        await reached.Task.Within();
        gateway.Issuer.Published.Clear();
        gateway.Issuer.Published.Add(next);
        await keys.RefreshAsync(TestContext.Current.CancellationToken).Within();
        release.SetResult();
        await slow.Within();
        await held.Within();

        Assert.Equal(["key-2"], keys.Current.Keys.Keys);
    }

    private static bool Passes(FakeTimeProvider time, Task asking)
    {
        time.Advance(SigningKeys.Spacing);
        return asking.IsCompleted;
    }
}
