using System.Net;
using McpAspire.Gateway.Tests.Hosting;
using McpAspire.Gateway.Upstream;
using McpAspire.Shared;
using Microsoft.Extensions.DependencyInjection;

namespace McpAspire.Gateway.Tests.Bridge.Modern;

/// <summary>A call waits at one replica, and its answers arrive at the other, through a real Redis.</summary>
public sealed class ReplicaTests : IAsyncLifetime
{
    private const string Call = "\"name\":\"echo\"";

    private readonly ScriptedServer _server = new(isModern: false) { Answer = HeldCallsTests.AskForName };
    private ReplicaHosts _replicas = null!;
    private ModernClient _here = null!;
    private ModernClient _there = null!;

    public async ValueTask InitializeAsync()
    {
        _replicas = await ReplicaHosts.StartAsync(
            new() { ["Mcp:Servers:everything:Era"] = "Auto" },
            services => services.AddSingleton<IUpstreams>(_server));
        _here = new ModernClient(_replicas.First);
        _there = new ModernClient(_replicas.Second, issuer: _replicas.First.Issuer);
    }

    public async ValueTask DisposeAsync()
    {
        _here.Dispose();
        _there.Dispose();
        await _replicas.DisposeAsync();
    }

    [Fact]
    public async Task A_retry_at_the_other_replica_answers_the_same_call()
    {
        var asked = await _here.ResultAsync("tools/call", Call);

        var result = await _there.ResultAsync(
            "tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Contains("Ann", result["content"]!.ToJsonString());
        Assert.Single(_server.Received);
    }

    [Fact]
    public async Task Progress_of_the_call_reaches_the_replica_that_is_asked()
    {
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            await talk.NotifiedAsync("notifications/progress", """{"progress":1}"""u8.ToArray());
            return ScriptedServer.Says("done");
        };
        _here.Meta = ",\"progressToken\":1";
        _there.Meta = ",\"progressToken\":2";
        var asked = await _here.ResultAsync("tools/call", Call);

        using var response = await _there.SendAsync(
            "tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        var (_, messages) = await ModernClient.ReadAsync(response);
        Assert.Equal(2, messages.Count);
        Assert.Equal(2, (int?)messages[0]["params"]!["progressToken"]);
        Assert.Contains("done", messages[1]["result"]!.ToJsonString());
    }

    [Fact]
    public async Task Leaving_the_one_cancels_the_call_that_goes_on_at_the_other()
    {
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answer = async (_, talk, cancellation) =>
        {
            await ScriptedServer.AskAsync(talk, "elicitation/create", "{}", cancellation);
            goesOn.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
            return "{}";
        };
        var asked = await _here.ResultAsync("tools/call", Call);

        var retry = _there.SendAsync("tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));
        await goesOn.Task.Within();
        _there.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => retry);
        await Eventually.HoldsAsync(() => _server.Cancelled == 1, "the call is cancelled at the server");
    }

    [Fact]
    public async Task A_replica_that_has_gone_means_to_call_again()
    {
        var asked = await _here.ResultAsync("tools/call", Call);
        await _replicas.First.StopAsync();

        var error = await _there.ErrorAsync(
            "tools/call", Call + HeldCallsTests.Retry(asked, ("elicitation_1", "Ann")));

        Assert.Equal((HttpStatusCode.BadRequest, -32602), error);
        Assert.Single(_server.Received);
    }
}
