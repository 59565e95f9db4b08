using System.Buffers.Text;
using System.Text;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Transport;

/// <summary>
/// Reads server-sent events (HTML, section 9.2.6) from a server that is not trusted: an event has a largest size, and
/// so has everything together where the stream belongs to one call.
/// </summary>
internal sealed class EventReader(Stream stream, int eventLimit, long totalLimit) : IDisposable
{
    private const int FirstRead = 4 * 1024;
    private const int MaxIdLength = 1024;

    private readonly PooledBuffer _input = new(FirstRead);
    private PooledBody _data = new(FirstRead);
    private long _total;
    private int _searched;
    private bool _isAtStart = true;
    private bool _skipsLineFeed;
    private bool _isOfOtherType;

    /// <summary>The data of the event that was read last, valid until the next one is read.</summary>
    public ReadOnlyMemory<byte> Data => _data.Bytes;

    /// <summary>The id from which the stream can be resumed, if the server gave one.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>How long the server wants to be left alone before the stream is resumed.</summary>
    public TimeSpan? Retry { get; private set; }

    /// <summary>Reads the next event with data; false at the end of the stream.</summary>
    /// <exception cref="UpstreamException">It says too much.</exception>
    public async ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        _data.Clear();
        while (true)
        {
            while (TryTakeLine(out var line))
            {
                if (Take(line))
                    return true;
            }

            if (_input.Length > eventLimit)
                throw TooLarge();
            var read = await stream.ReadAsync(_input.Free(FirstRead), cancellationToken);
            if (read == 0)
                return false;

            _input.Advance(read);
            if ((_total += read) > totalLimit)
                throw TooLarge();
        }
    }

    /// <summary>Gives the data away; whoever takes it disposes of it.</summary>
    public PooledBody Detach()
    {
        var data = _data;
        _data = new PooledBody(FirstRead);
        return data;
    }

    public void Dispose()
    {
        _input.Dispose();
        _data.Dispose();
    }

    private static UpstreamException TooLarge() =>
        UpstreamFaults.Unusable("The event stream says more than Mcp:MaxResultBytes.");

    private bool TryTakeLine(out ReadOnlySpan<byte> line)
    {
        var input = _input.Span;
        if (_skipsLineFeed && input.Length > 0)
        {
            _skipsLineFeed = false;
            if (input[0] == '\n')
                _input.Consume(1);
            input = _input.Span;
        }

        // A line may come in thousands of pieces; what has been searched is not searched again.
        var end = input[_searched..].IndexOfAny((byte)'\n', (byte)'\r');
        if (end < 0)
        {
            _searched = input.Length;
            line = default;
            return false;
        }

        (end, _searched) = (end + _searched, 0);
        _skipsLineFeed = input[end] == '\r';
        line = input[..end];
        _input.Consume(end + 1);
        if (_isAtStart && line.StartsWith("\uFEFF"u8))
            line = line[3..];
        _isAtStart = false;
        return true;
    }

    /// <summary>Takes one line; true if it ends an event that has to be read.</summary>
    private bool Take(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty)
            return EndEvent();

        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? default : line[(colon + 1)..];
        if (value is [(byte)' ', ..])
            value = value[1..];

        if (name.SequenceEqual("data"u8))
            TakeData(value);
        else if (name.SequenceEqual("event"u8))
            _isOfOtherType = !value.IsEmpty && !value.SequenceEqual("message"u8);
        else if (name.SequenceEqual("id"u8))
            TakeId(value);
        else if (name.SequenceEqual("retry"u8)
            && Utf8Parser.TryParse(value, out int milliseconds, out var length) && length == value.Length)
            Retry = TimeSpan.FromMilliseconds(Math.Max(milliseconds, 0));
        return false;
    }

    private bool EndEvent()
    {
        var isMessage = _data.Length > 0 && !_isOfOtherType;
        _isOfOtherType = false;
        if (!isMessage)
            _data.Clear();
        return isMessage;
    }

    private void TakeData(ReadOnlySpan<byte> value)
    {
        if (_data.Length + value.Length >= eventLimit)
            throw TooLarge();
        if (_data.Length > 0)
            _data.Append("\n"u8);
        _data.Append(value);
    }

    /// <summary>It goes into a header of the next request, so only what a header can say is an id.</summary>
    private void TakeId(ReadOnlySpan<byte> value)
    {
        if (value.Length <= MaxIdLength && !value.ContainsAnyExceptInRange((byte)' ', (byte)'~'))
            LastEventId = value.IsEmpty ? null : Encoding.ASCII.GetString(value);
    }
}
