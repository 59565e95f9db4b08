using System.Buffers.Text;
using System.Security.Cryptography;
using McpAspire.Gateway.Bridge.Modern.Inputs;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>Calls at legacy servers, from the request that begins one to the one that gets its result.</summary>
internal sealed class HeldCalls(
    WaitingCalls waiting, CallHandOver handOver, IReplicaBus bus, TimeProvider time)
{
    /// <summary>Calls the server, and comes back when it asks or has ended.</summary>
    public Task<HeldOutcome?> StartAsync(ModernRequest request, RoutedRequest routed, IUpstream upstream)
    {
        // The call may go on when the request whose bytes these are is over.
        var caller = request.Caller with
        {
            Capabilities = request.Caller.Capabilities.ToArray(),
            ClientInfo = request.Caller.ClientInfo.ToArray(),
        };
        var id = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var call = new HeldCall(id, caller, request.View, routed.Server, time);
        call.TalkTo(new ModernTalk(request, routed.Server));
        call.Start(upstream, new UpstreamCall(caller, request.Method, routed.Parameters.ToArray())
        {
            Target = routed.Target,
            WantsProgress = !request.Parameters.ProgressToken.IsEmpty,
        });
        return waiting.StepAsync(call, bus.ReplicaId, request.Caller.Capabilities, request.Aborted);
    }

    /// <summary>Brings answers to a call that waits, wherever it does; null if there is no place to wait again.</summary>
    public async Task<HeldOutcome?> ContinueAsync(
        ModernRequest request, RoutedRequest routed, HeldCallReference reference)
    {
        if (reference.Replica != bus.ReplicaId)
            return await handOver.AskAsync(request, routed.Server, reference);
        if (waiting.Take(reference.Id, request.Caller.Principal!, reference.Round) is not { } call)
            return HeldOutcome.Gone;

        call.TalkTo(new ModernTalk(request, routed.Server));
        call.Answer(request.Parameters.InputResponses.Span);
        return await waiting.StepAsync(call, bus.ReplicaId, request.Caller.Capabilities, request.Aborted);
    }
}
