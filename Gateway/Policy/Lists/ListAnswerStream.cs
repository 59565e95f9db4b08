using System.Buffers;
using McpAspire.Gateway.Federation.Lists;
using McpAspire.Gateway.Inspection;

namespace McpAspire.Gateway.Policy.Lists;

/// <summary>
/// The answer to the request for a list on its way from a backend, after its inspection: what the caller may not use is
/// taken out. A list is gathered whole, because only then is it known what stays; the events around it are not.
/// </summary>
internal sealed class ListAnswerStream(
    Stream inner, bool isEvents, int limit, Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> filter) : ForwardOnlyStream
{
    private readonly ArrayBufferWriter<byte> _gathered = new(4096);
    private ReadOnlyMemory<byte> _output;
    private bool _hasEnded;

    public static ListAnswerStream Of(
        Stream inner, bool isEvents, int limit, ListKind kind, Func<ListItem, bool> shows) =>
        new(inner, isEvents, limit, message => ListFilter.Filter(message, kind, shows));

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_output.IsEmpty && !_hasEnded)
            await GatherAsync(cancellationToken);

        var count = Math.Min(buffer.Length, _output.Length);
        _output[..count].CopyTo(buffer);
        _output = _output[count..];
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private async ValueTask GatherAsync(CancellationToken cancellationToken)
    {
        var read = await inner.ReadAsync(_gathered.GetMemory(4096), cancellationToken);
        _gathered.Advance(read);
        if (_gathered.WrittenCount > limit)
            throw new MalformedAnswerException("A list is longer than can be filtered.");

        if (read == 0)
        {
            _hasEnded = true;
            _output = isEvents ? _gathered.WrittenMemory.ToArray() : filter(_gathered.WrittenMemory);
            return;
        }

        if (isEvents)
            TakeEvents();
    }

    /// <summary>The inspection writes one message on one line; an event ends with an empty one.</summary>
    private void TakeEvents()
    {
        var written = _gathered.WrittenMemory;
        var end = written.Span.LastIndexOf("\n\n"u8);
        if (end < 0)
            return;

        var output = new ArrayBufferWriter<byte>(end + 2);
        var rest = written[(end + 2)..].ToArray();
        var lines = written[..(end + 2)];
        while (!lines.IsEmpty)
        {
            var length = lines.Span.IndexOf((byte)'\n') + 1;
            Write(output, lines[..length]);
            lines = lines[length..];
        }

        _output = output.WrittenMemory;
        _gathered.ResetWrittenCount();
        _gathered.Write(rest);
    }

    private void Write(ArrayBufferWriter<byte> output, ReadOnlyMemory<byte> line)
    {
        var prefix = "data: "u8;
        // Besides messages there are ids, comments, and events without data that only say how to come back (SEP-1699).
        if (!line.Span.StartsWith(prefix) || line.Length == prefix.Length + 1)
        {
            output.Write(line.Span);
            return;
        }

        output.Write(prefix);
        output.Write(filter(line[prefix.Length..^1]).Span);
        output.Write("\n"u8);
    }
}
