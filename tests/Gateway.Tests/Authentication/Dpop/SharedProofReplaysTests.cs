using System.Net;
using System.Text.Json.Nodes;
using McpAspire.Gateway.Authentication.Dpop;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Authentication.Dpop;

/// <summary>A proof is good once (RFC 9449, section 11.1), at all replicas together.</summary>
public sealed class SharedProofReplaysTests : IAsyncLifetime
{
    private readonly TokenKey _key = TokenKey.EllipticCurve("proof");
    private ReplicaHosts _replicas = null!;

    public async ValueTask InitializeAsync() => _replicas = await ReplicaHosts.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _replicas.DisposeAsync();
        _key.Dispose();
    }

    [Fact]
    public async Task A_proof_that_one_replica_has_seen_is_used_up_at_the_other()
    {
        var token = Token();
        var proof = Proof(token);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_replicas.First, token, proof));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(_replicas.Second, token, proof));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_replicas.Second, token, Proof(token)));
        Assert.Equal(2, _replicas.First.Backend.Received.Count);
    }

    [Fact]
    public async Task Of_many_uses_at_once_one_is_the_first_and_it_is_remembered_for_the_window_alone()
    {
        IProofReplayStore[] stores = [Store(_replicas.First), Store(_replicas.Second)];
        var window = TimeSpan.FromMinutes(3);

        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => stores[i % 2].TakeAsync("one", window, Cancellation).AsTask()));

        Assert.All(stores, store => Assert.IsType<SharedProofReplays>(store));
        Assert.Single(taken, isFirst => isFirst);
        Assert.True(await stores[1].TakeAsync("another", window, Cancellation));
        await using var connection = await _replicas.Redis.ConnectAsync();
        var keys = connection.GetServer(_replicas.Redis.ConnectionString).Keys(pattern: "gw:dpop:*").ToList();
        Assert.Equal(2, keys.Count);
        foreach (var key in keys)
            Assert.InRange((await connection.GetDatabase().KeyTimeToLiveAsync(key))!.Value.TotalSeconds, 150, 180);
    }

    [Fact]
    public async Task A_proof_is_not_believed_while_nobody_can_say_whether_it_was_used()
    {
        var token = Token();
        await _replicas.Redis.StopAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await StatusAsync(_replicas.First, token, Proof(token)));
        Assert.Empty(_replicas.First.Backend.Received);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static IProofReplayStore Store(GatewayHost gateway) =>
        gateway.Services.GetRequiredService<IProofReplayStore>();

    private static async Task<HttpStatusCode> StatusAsync(GatewayHost gateway, string token, string proof)
    {
        using var client = gateway.CreateClient();
        using var response = await client.AskAsync(
            Rpc.Post(Rpc.LegacyCall, ("Authorization", $"DPoP {token}"), ("DPoP", proof)));
        return response.StatusCode;
    }

    private string Token() => _replicas.First.Issuer.Draft()
        .With("cnf", new JsonObject { ["jkt"] = ProofDraft.Thumbprint(_key) })
        .Sign(_replicas.First.Issuer.Key);

    private string Proof(string token) =>
        new ProofDraft(_key, "POST", GatewayHost.Resource, TimeProvider.System.GetUtcNow(), token).Sign();
}
