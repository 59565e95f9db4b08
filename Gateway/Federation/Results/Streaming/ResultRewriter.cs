using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>
/// Gives a result in the endpoint's names while it comes, in pieces that may be cut anywhere. What a piece says has
/// been checked to be strict JSON. It keeps no more than the string that has to change, however large the result is.
/// </summary>
/// <param name="rules">What the result has to be for its client.</param>
/// <param name="change">What becomes of URIs and ids of tasks; null if they stay.</param>
internal sealed partial class ResultRewriter(IResultRules rules, Func<EditKind, string, string>? change) : IDisposable
{
    /// <summary>A name or URI of this length has no use; it is not kept.</summary>
    private const int LongestText = 64 * 1024;

    private const int LongestValue = 1024;
    private const int MaxDepth = 64;

    private readonly Frame[] _frames = new Frame[MaxDepth];
    private readonly HeldText _held = new();
    private readonly PooledBody _text = new(256);
    private readonly PooledBody _value = new(64);
    private int _depth;
    private Place _place = Place.Message;
    private bool _expectsName;
    private bool _isInText;
    private bool _isEscaped;
    private bool _isTextKept;
    private bool _isTextName;
    private Sink _sink;

    private enum Sink
    {
        Nothing,
        Output,
        Value,
    }

    private enum BlockKind : byte
    {
        Unknown,
        Link,
        Other,
    }

    /// <summary>The result so far, from its opening brace on; taken and cleared by whoever sends it.</summary>
    public PooledBody Output { get; } = new(32 * 1024);

    /// <summary>Whether it is an answer beyond doubt: something is in it that questions do not have.</summary>
    public bool IsUnderWay { get; private set; }

    /// <summary>Whether the result's closing brace has been read.</summary>
    public bool IsDone { get; private set; }

    private bool HasFailed { get; set; }

    private bool IsInResult => _depth == 2 && _frames[1].Place == Place.Result;

    private Place CurrentPlace => _depth > 0 && _frames[_depth - 1].IsArray ? _frames[_depth - 1].Place : _place;

    /// <summary>Reads a piece; false if the result cannot be passed on in this way.</summary>
    public bool Feed(ReadOnlySpan<byte> piece)
    {
        var (at, from) = (0, 0);
        while (at < piece.Length && !HasFailed)
        {
            if (!_isInText)
            {
                Read(piece, ref at, ref from);
                continue;
            }

            at = EndOfText(piece, at);
            if (_isInText || !_isTextKept)
                continue;

            Take(piece, ref from, at);
            EndText();
        }

        Take(piece, ref from, at);
        return !HasFailed;
    }

    public void Dispose()
    {
        Output.Dispose();
        _text.Dispose();
        _value.Dispose();
        _held.Dispose();
    }

    private void Read(ReadOnlySpan<byte> piece, ref int at, ref int from)
    {
        var next = piece[at];
        if (next is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)':')
        {
            at++;
            return;
        }

        if (_hasName && IsInResult)
        {
            Take(piece, ref from, at);
            BeginMember(next);
        }

        switch (next)
        {
            case (byte)'"':
                BeginText(piece, ref at, ref from);
                break;
            case (byte)'{' or (byte)'[':
                Open(isArray: next == (byte)'[');
                break;
            case (byte)'}' or (byte)']':
                if (IsInResult)
                    EndResult(piece, at, ref from);
                Close();
                break;
            case (byte)',':
                if (IsInResult)
                    EndMember(piece, at, ref from);
                _expectsName = _depth > 0 && !_frames[_depth - 1].IsArray;
                break;
            default:
                // A number or literal; what a block is, it does not say.
                LeaveType();
                break;
        }

        at++;
    }

    private void Open(bool isArray)
    {
        var place = CurrentPlace;
        LeaveType();
        if (_depth == MaxDepth || (place == Place.Result && isArray))
        {
            HasFailed = true;
            return;
        }

        _frames[_depth++] = new Frame
        {
            IsArray = isArray,
            Place = isArray ? Places.OfElements(place) : Places.OfObject(place),
        };
        _expectsName = !isArray;
        if (IsInResult)
            _sink = Sink.Nothing;
    }

    private void Close()
    {
        if (_frames[_depth - 1] is { IsArray: false, Place: Place.Block })
            Settle(isLink: false);
        _depth--;
        _expectsName = false;
    }

    /// <summary>The type of a block is no string.</summary>
    private void LeaveType()
    {
        if (_place != Place.BlockType || _frames[_depth - 1].IsArray)
            return;

        _place = Place.Other;
        Settle(isLink: false);
    }

    private void Settle(bool isLink)
    {
        ref var block = ref _frames[_depth - 1];
        block.Kind = isLink ? BlockKind.Link : BlockKind.Other;
        if (_held.IsOpen)
            Output.Append(_held.Settle(_depth, isLink, change).Span);
    }

    private struct Frame
    {
        public bool IsArray;

        /// <summary>Of an object itself, of an array where its elements stand.</summary>
        public Place Place;

        public BlockKind Kind;
    }
}
