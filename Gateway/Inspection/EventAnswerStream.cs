using McpAspire.Gateway.Pipeline;
using McpAspire.Gateway.Protocol;
using McpAspire.Gateway.Routing;

namespace McpAspire.Gateway.Inspection;

/// <summary>
/// A stream of events on its way to the caller. One that answers a request has a deadline that only messages prolong,
/// and ends with a JSON-RPC error where the backend does not give an answer.
/// </summary>
internal sealed class EventAnswerStream : ForwardOnlyStream
{
    private readonly Stream _inner;
    private readonly McpRequest _request;
    private readonly AnswerInspection _inspection;
    private readonly StreamRules _rules;
    private readonly EventFilter _filter;
    private readonly bool _isStanding;
    private Deadline? _deadline;
    private int _messages;
    private long _length;
    private bool _hasEnded;

    public EventAnswerStream(Stream inner, McpRequest request, AnswerInspection inspection, bool isStanding)
    {
        _inner = inner;
        _request = request;
        _inspection = inspection;
        _isStanding = isStanding;
        _rules = new StreamRules(request);
        _filter = new EventFilter(_rules, new MessageScanner(request.RequestId), inspection.MaxAnswerBytes);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!_filter.HasOutput && !_hasEnded)
        {
            var read = await ReadInnerAsync(buffer, cancellationToken);
            if (buffer.IsEmpty)
                return 0;

            Filter(buffer.Span, read);
        }

        return _filter.Send(buffer.Span);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
            _filter.Dispose();
            // Once: the next request may have it already.
            Interlocked.Exchange(ref _deadline, null)?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Filter(Span<byte> buffer, int read)
    {
        if (_hasEnded)
            return;

        _length += read;
        if (read == 0)
            End();
        else if (!_isStanding && _length > _inspection.MaxAnswerBytes)
            Fail(AnswerFaults.TooLarge, AnswerFaults.TooLong.Message);
        else if (!_filter.Filter(buffer[..read]))
            Fail(
                _filter.Fault == AnswerFaults.TooLong ? AnswerFaults.TooLarge : AnswerFaults.Malformed,
                _filter.Fault!.Message);

        if (_filter.Dropped is { } dropped)
        {
            _inspection.MessageWasDropped(_request, dropped);
            _filter.Dropped = null;
        }
    }

    private async ValueTask<int> ReadInnerAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_isStanding)
            return await _inner.ReadAsync(buffer, cancellationToken);

        if (_deadline is null)
            _deadline = Deadline.Begin(_inspection.StreamIdleTimeout, cancellationToken);
        else if (_messages != _filter.Messages)
            _deadline.Renew();
        _messages = _filter.Messages;

        try
        {
            return await _inner.ReadAsync(buffer, _deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(BackendFaults.TimedOut, "No message came in time.");
            return 0;
        }
    }

    /// <summary>
    /// Legacy servers may close a stream whose events have ids, and give the answer on a later one (SEP-1699).
    /// </summary>
    private void End()
    {
        var isComplete = _rules.IsAnswered || _request.RequestId.IsEmpty
            || (_filter.IsResumable && _request.Era == McpEra.Legacy);
        if (_filter.IsTorn || !isComplete)
            Fail(AnswerFaults.Unanswered, AnswerFaults.Unanswered.Message);
        _hasEnded = true;
    }

    /// <summary>Ends the stream with an error in place of the answer, or visibly broken where that is too late.</summary>
    private void Fail(Refusal refusal, string cause)
    {
        _hasEnded = true;
        _request.BackendFault = refusal;
        if (_filter.IsTorn || _rules.IsAnswered || _request.RequestId.IsEmpty)
            throw new MalformedAnswerException(cause);

        _request.BackendFaultCause = cause;
        _filter.Replace(RefusalWriter.ToJson(refusal, _request).Span);
    }
}
