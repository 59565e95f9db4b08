using System.Text;
using System.Text.Json;
using McpAspire.Gateway.Bridge.Modern.Inputs;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Sessions;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>Brings a retry to the replica where its call waits, and the outcome back.</summary>
internal sealed class CallHandOver(
    IReplicaBus bus, WaitingCalls waiting, HandedTalk talk, TimeProvider time) : IHostedService
{
    private const string Answers = "held-call/answers";
    private const string Cancelled = "held-call/cancelled";

    /// <summary>For what the other replica needs beside the server's own time.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly CallsInHand _inHand = new();
    private IDisposable? _answers;
    private IDisposable? _cancelled;
    private IDisposable? _notified;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _answers = bus.Handle(Answers, AnswerAsync);
        _cancelled = bus.Handle(Cancelled, CancelAsync);
        _notified = talk.Handle();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _answers?.Dispose();
        _cancelled?.Dispose();
        _notified?.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Asks the replica that has the call; that it has gone is the same as that the call has.</summary>
    public async Task<HeldOutcome?> AskAsync(ModernRequest request, McpServer server, HeldCallReference reference)
    {
        var answers = new HandedAnswers(
            reference.Id,
            request.Caller.Principal!,
            reference.Round,
            Encoding.UTF8.GetString(request.Parameters.InputResponses.Span),
            Encoding.UTF8.GetString(request.Caller.Capabilities.Span),
            bus.ReplicaId);
        using var stream = talk.Open(reference.Id, new ModernTalk(request, server));
        using var limit = new CancellationTokenSource(server.Timeout + Margin, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(request.Aborted, limit.Token);
        try
        {
            var message = JsonSerializer.SerializeToUtf8Bytes(answers, HandOverJson.Default.HandedAnswers);
            return await bus.AskAsync(reference.Replica, Answers, message, end.Token) is { } outcome
                ? Read(outcome.Span, reference)
                : HeldOutcome.Gone;
        }
        catch (OperationCanceledException)
        {
            await CancelAsync(reference);
            request.Aborted.ThrowIfCancellationRequested();
            return HeldOutcome.Gone;
        }
    }

    private static HeldOutcome? Read(ReadOnlySpan<byte> message, HeldCallReference reference)
    {
        // Nothing at all: the other replica has no place for it to wait again.
        if (message.IsEmpty)
            return null;

        var outcome = JsonSerializer.Deserialize(message, HandOverJson.Default.HandedOutcome)!;
        if (outcome.Refusal is { } refusal)
            throw new UpstreamException(refusal.ToRefusal());

        return outcome.IsGone
            ? HeldOutcome.Gone
            : new HeldOutcome(outcome.IsError, Encoding.UTF8.GetBytes(outcome.Json))
            {
                Asked = outcome.Asked,
                Missing = outcome.Missing,
                Reference = reference with { Round = outcome.Round },
            };
    }

    private async Task CancelAsync(HeldCallReference reference)
    {
        using var limit = new CancellationTokenSource(Margin, time);
        try
        {
            await bus.AskAsync(reference.Replica, Cancelled, Encoding.UTF8.GetBytes(reference.Id), limit.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or SharedStateException)
        {
            // It ends there by itself, at the latest when the server's time is over.
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var answers = JsonSerializer.Deserialize(message.Span, HandOverJson.Default.HandedAnswers)!;
        if (waiting.Take(answers.Id, answers.Principal, answers.Round) is not { } call)
            return Write(new HandedOutcome { IsGone = true });

        using var inHand = _inHand.Add(call);
        call.TalkTo(talk.To(answers.From, answers.Id));
        call.Answer(Encoding.UTF8.GetBytes(answers.Responses));
        try
        {
            using var outcome = await waiting.StepAsync(
                call, bus.ReplicaId, Encoding.UTF8.GetBytes(answers.Capabilities), cancellationToken);
            return outcome is null ? default : Write(outcome);
        }
        catch (UpstreamException exception)
        {
            return Write(new HandedOutcome { Refusal = HandedRefusal.Of(exception.Refusal) });
        }
    }

    private ValueTask<ReadOnlyMemory<byte>> CancelAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        _inHand.Cancel(Encoding.UTF8.GetString(message.Span));
        return ValueTask.FromResult<ReadOnlyMemory<byte>>("ok"u8.ToArray());
    }

    private static ReadOnlyMemory<byte> Write(HeldOutcome outcome) => Write(new HandedOutcome
    {
        IsError = outcome.IsError,
        Json = Encoding.UTF8.GetString(outcome.Json.Span),
        Asked = outcome.Asked,
        Missing = outcome.Missing,
        Round = outcome.Reference?.Round ?? 0,
    });

    private static ReadOnlyMemory<byte> Write(HandedOutcome outcome) =>
        JsonSerializer.SerializeToUtf8Bytes(outcome, HandOverJson.Default.HandedOutcome);
}
