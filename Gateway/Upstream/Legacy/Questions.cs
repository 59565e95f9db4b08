using System.Collections.Concurrent;
using System.Text;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Upstream.Messages;
using McpAspire.Gateway.Upstream.Transport;

namespace McpAspire.Gateway.Upstream.Legacy;

/// <summary>
/// Requests of a legacy server while it works on a call, or between calls: what the caller declared is asked, beside
/// the reading of the stream; everything else is refused without asking anybody.
/// </summary>
internal sealed class Questions(
    LegacySession session, UpstreamCaller caller, IUpstreamTalk talk, SessionPost post, UpstreamLog log)
    : IServerQuestions, IDisposable
{
    private const int MaxOpen = 16;

    private readonly ConcurrentDictionary<string, CancellationTokenSource> _open = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private Action? _answered;

    public bool AreOpen => !_open.IsEmpty;

    public Action? Answered
    {
        set => _answered = value;
    }

    public void Ask(JsonRpcMessage question, ReadOnlyMemory<byte> text)
    {
        var id = text[question.Id].ToArray();
        if (question.Method == "ping")
        {
            _ = post.AnswerAsync(session, id, new UpstreamAnswer(isError: false, "{}"u8.ToArray()));
            return;
        }

        var cancelled = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var key = Encoding.UTF8.GetString(id);
        if (!Declared.Allows(caller.Capabilities.Span, question.Method!, text[question.Content].Span)
            || _open.Count >= MaxOpen || !_open.TryAdd(key, cancelled))
        {
            cancelled.Dispose();
            log.Asked(question.Method!);
            _ = post.AnswerAsync(session, id, QuestionRefusal.Answer());
            return;
        }

        // The first part runs here, so that what the server says next is said after it.
        _ = AnswerAsync(question.Method!, text[question.Content].ToArray(), id, key, cancelled);
    }

    public void Cancel(ReadOnlyMemory<byte> parameters)
    {
        if (ObjectText.Find(parameters.Span, "requestId"u8) is { } id
            && _open.TryGetValue(Encoding.UTF8.GetString(parameters.Span[id]), out var question))
            Cancel(question);
    }

    /// <summary>The call is over: nobody waits for the answers any more.</summary>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task AnswerAsync(
        string method, ReadOnlyMemory<byte> parameters, byte[] id, string key, CancellationTokenSource cancelled)
    {
        try
        {
            using var answer = await talk.AskedAsync(method, parameters, cancelled.Token);
            await post.AnswerAsync(session, id, answer);
        }
        catch (Exception exception) when (cancelled.IsCancellationRequested || exception is OperationCanceledException)
        {
            // Taken back by the server, or of a call that has ended.
        }
        catch (Exception exception)
        {
            log.QuestionFailed(method, exception);
            await post.AnswerAsync(session, id, QuestionRefusal.Failed());
        }
        finally
        {
            _open.TryRemove(key, out _);
            if (_open.IsEmpty)
                _answered?.Invoke();
            cancelled.Dispose();
        }
    }

    private static void Cancel(CancellationTokenSource question)
    {
        try
        {
            question.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // Answered in this moment.
        }
    }
}
