using System.Buffers;
using System.Globalization;
using System.Text;
using McpAspire.Gateway.Configuration;
using McpAspire.Gateway.Federation;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream;

namespace McpAspire.Gateway.Bridge.Modern.Held;

/// <summary>
/// A call at a legacy server that goes on while its client is asked. A modern client gets the questions as a result and
/// comes back with another request; the call stays open at the server meanwhile.
/// </summary>
internal sealed class HeldCall(
    string id, UpstreamCaller caller, IServerView view, McpServer server, TimeProvider time) : IUpstreamTalk
{
    /// <summary>What a server asks in it, one question after the other, is asked together.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(50);

    private static readonly ReadOnlyMemory<byte> NotDeclared =
        RpcText.Error(JsonRpcErrorCode.MethodNotFound, "The client did not declare that it can answer this.");

    private static readonly ReadOnlyMemory<byte> UnsafePage =
        RpcText.Error(JsonRpcErrorCode.InvalidParams, "The URL to open must be one of the web, protected by TLS.");

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _end = new();
    private readonly List<Question> _open = [];
    private TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<UpstreamAnswer> _call = Task.FromResult<UpstreamAnswer>(null!);
    private IUpstreamTalk? _talk;
    private int _questions;

    public string Id { get; } = id;

    public string Principal { get; } = caller.Principal!;

    /// <summary>How often it has been answered; a state of an earlier round is void.</summary>
    public int Round { get; private set; }

    public bool HasEnded => _call.IsCompleted;

    public void Start(IUpstream upstream, UpstreamCall call) => _call = upstream.CallAsync(call, this, _end.Token);

    /// <summary>Whom notifications go to now; null while no request of the client is open.</summary>
    public void TalkTo(IUpstreamTalk? talk) => Volatile.Write(ref _talk, talk);

    /// <summary>Ends the call at the server.</summary>
    public void Cancel() => _end.Cancel();

    public ValueTask NotifiedAsync(string method, ReadOnlyMemory<byte> parameters) =>
        Volatile.Read(ref _talk)?.NotifiedAsync(method, parameters) ?? default;

    public async Task<UpstreamAnswer> AskedAsync(
        string method, ReadOnlyMemory<byte> parameters, CancellationToken cancellationToken)
    {
        if (ClientCapability.For(method, parameters.Span) is not { } needed || !needed.IsIn(caller.Capabilities.Span))
            return new UpstreamAnswer(isError: true, NotDeclared);
        if (needed.Mode == "url" && !ElicitationPage.IsSafe(parameters.Span))
            return new UpstreamAnswer(isError: true, UnsafePage);

        var question = Ask(needed.Name, method, parameters);
        try
        {
            return await question.Answer.WaitAsync(cancellationToken);
        }
        finally
        {
            lock (_gate)
                _open.Remove(question);
        }
    }

    /// <summary>Gives the server what the client answered; what is not answered stays open.</summary>
    /// <param name="responses">The object <c>inputResponses</c>; empty for none.</param>
    public void Answer(ReadOnlySpan<byte> responses)
    {
        Round++;
        if (responses.IsEmpty)
            return;

        var members = new JsonMembers(responses);
        while (members.Next())
            Take(Encoding.UTF8.GetString(members.Name))?.TryAnswer(responses[members.Value]);
    }

    /// <summary>Waits until the server asks or has ended. If the client goes meanwhile, the call ends.</summary>
    public async Task<HeldOutcome> StepAsync(string replica, CancellationToken aborted)
    {
        await using var registration = aborted.UnsafeRegister(static call => ((HeldCall)call!).Cancel(), this);
        while (true)
        {
            Task asked;
            bool isAsked;
            lock (_gate)
                (asked, isAsked) = (_asked.Task, _open.Count > 0);

            var isOver = isAsked
                ? !await HappensSoonAsync(Task.WhenAny(_call, asked))
                : await Task.WhenAny(_call, asked) == _call;
            if (_call.IsCompleted)
            {
                var answer = await _call;
                return new HeldOutcome(answer.IsError, answer.Json, answer);
            }

            if (isOver && TryWait(replica) is { } waiting)
                return waiting;
        }
    }

    private async Task<bool> HappensSoonAsync(Task something)
    {
        using var enough = new CancellationTokenSource();
        var happened = await Task.WhenAny(something, Task.Delay(Moment, time, enough.Token)) == something;
        await enough.CancelAsync();
        return happened;
    }

    /// <summary>Null if the server has taken its questions back.</summary>
    private HeldOutcome? TryWait(string replica)
    {
        lock (_gate)
            return _open.Count > 0 ? Waiting(replica) : null;
    }

    private Question Ask(string name, string method, ReadOnlyMemory<byte> parameters)
    {
        var number = Interlocked.Increment(ref _questions).ToString(CultureInfo.InvariantCulture);
        // The revisions since 2026-07-28 have no such id: there is nothing left that would be told with it.
        var known = parameters.IsEmpty ? parameters : JsonMembers.Without(parameters, "elicitationId"u8);
        var shown = view.ToEndpoint(caller, server, method, known);
        var question = new Question($"{name}_{number}", method, shown.ToArray());
        lock (_gate)
        {
            _open.Add(question);
            _asked.TrySetResult();
            _asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return question;
    }

    private Question? Take(string key)
    {
        lock (_gate)
        {
            var question = _open.Find(open => open.Key == key);
            if (question is not null)
                _open.Remove(question);
            return question;
        }
    }

    private HeldOutcome Waiting(string replica)
    {
        var output = new ArrayBufferWriter<byte>(512);
        var separator = "{"u8;
        foreach (var question in _open)
        {
            output.Write(separator);
            RpcText.String(output, question.Key);
            output.Write(":{\"method\":"u8);
            RpcText.String(output, question.Method);
            output.Write(",\"params\":"u8);
            output.Write(question.Parameters.IsEmpty ? "{}"u8 : question.Parameters.Span);
            output.Write("}"u8);
            separator = ","u8;
        }

        output.Write("}"u8);
        return new HeldOutcome(isError: false, output.WrittenMemory)
        {
            Asked = [.. _open.Select(question => question.Key)],
            Reference = new Inputs.HeldCallReference(replica, Id, Round),
        };
    }
}
