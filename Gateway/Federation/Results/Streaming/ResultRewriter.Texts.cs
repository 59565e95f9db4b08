using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpAspire.Gateway.Federation.Results.Streaming;

/// <summary>Strings, and the members of the result itself.</summary>
internal sealed partial class ResultRewriter
{
    private bool _hasName;
    private bool _hasMember;
    private byte[] _name = [];
    private byte[] _rawName = [];

    private void BeginText(ReadOnlySpan<byte> piece, ref int at, ref int from)
    {
        _isInText = true;
        _isTextName = _expectsName;
        // Of what is the server's own affair not even names are looked at.
        _isTextKept = _isTextName
            ? _frames[_depth - 1].Place != Place.Other
            : CurrentPlace is Place.Uri or Place.LinkUri or Place.TaskId or Place.BlockType
                && !_frames[_depth - 1].IsArray;
        if (_isTextName && !_isTextKept)
            _place = Place.Other;
        _expectsName = false;
        if (!_isTextKept)
            return;

        // What stands before it goes where it belongs; from its quote on it is kept.
        _isTextKept = false;
        Take(piece, ref from, at);
        _isTextKept = true;
        _text.Clear();
    }

    /// <summary>Behind the closing quote, or at the end of the piece.</summary>
    private int EndOfText(ReadOnlySpan<byte> piece, int at)
    {
        while (at < piece.Length)
        {
            if (_isEscaped)
            {
                _isEscaped = false;
                at++;
                continue;
            }

            var stop = piece[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
                return piece.Length;

            at += stop + 1;
            if (piece[at - 1] == (byte)'"')
            {
                _isInText = false;
                return at;
            }

            _isEscaped = true;
        }

        return at;
    }

    /// <summary>Takes what has been read, to where it belongs.</summary>
    private void Take(ReadOnlySpan<byte> piece, ref int from, int to)
    {
        var text = piece[from..to];
        from = to;
        if (!_isTextKept)
            Emit(text);
        else if (_text.Length + text.Length > LongestText)
            HasFailed = true;
        else
            _text.Append(text);
    }

    private void Emit(ReadOnlySpan<byte> text)
    {
        if (_sink == Sink.Output && _held.IsOpen)
            HasFailed |= !_held.TryAppend(text);
        else if (_sink == Sink.Output)
            Output.Append(text);
        else if (_sink == Sink.Value && _value.Length + text.Length <= LongestValue)
            _value.Append(text);
        else
            HasFailed |= _sink == Sink.Value;
    }

    private void EndText()
    {
        _isTextKept = false;
        if (HasFailed)
            return;

        var text = _text.Bytes.Span;
        if (_isTextName)
        {
            EndName(text);
            return;
        }

        switch (_place)
        {
            case Place.BlockType:
                Emit(text);
                Settle(isLink: IsText(text, "resource_link"u8));
                break;
            case Place.LinkUri when _frames[_depth - 1].Kind == BlockKind.Unknown && _sink == Sink.Output:
                HasFailed |= !_held.TryOpen(_depth, text);
                break;
            case Place.Uri:
            case Place.LinkUri when _frames[_depth - 1].Kind == BlockKind.Link:
                EmitChanged(EditKind.Uri, text);
                break;
            case Place.TaskId:
                EmitChanged(EditKind.TaskId, text);
                break;
            default:
                Emit(text);
                break;
        }

        _place = Place.Other;
    }

    private void EndName(ReadOnlySpan<byte> text)
    {
        var name = text.Contains((byte)'\\') ? Encoding.UTF8.GetBytes(JsonSplice.Unescape(text)) : text[1..^1];
        _place = Places.OfMember(_frames[_depth - 1].Place, name);
        if (!IsInResult)
        {
            Emit(text);
            return;
        }

        // Whether it stays is decided when its value begins.
        (_hasName, _name, _rawName) = (true, name.ToArray(), text.ToArray());
    }

    private void EmitChanged(EditKind kind, ReadOnlySpan<byte> text)
    {
        if (change is null)
        {
            Emit(text);
            return;
        }

        Emit("\""u8);
        Emit(JsonEncodedText.Encode(
            change(kind, JsonSplice.Unescape(text)), JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        Emit("\""u8);
    }

    private static bool IsText(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected)
    {
        var json = new Utf8JsonReader(text);
        return json.Read() && json.ValueTextEquals(expected);
    }

    private void BeginMember(byte first)
    {
        _hasName = false;
        var fate = rules.Judge(_name, first);
        HasFailed |= fate == MemberFate.Refuse;
        _sink = fate switch
        {
            MemberFate.Keep => Sink.Output,
            MemberFate.Inspect => Sink.Value,
            _ => Sink.Nothing,
        };
        _value.Clear();
        if (fate == MemberFate.Keep)
            WriteName();
        IsUnderWay |= fate == MemberFate.Keep && IsAnswer(_name);
    }

    private void EndMember(ReadOnlySpan<byte> piece, int at, ref int from)
    {
        Take(piece, ref from, at);
        var isInspected = _sink == Sink.Value;
        _sink = Sink.Nothing;
        if (!isInspected || HasFailed)
            return;

        var value = _value.Bytes.Span.TrimEnd(" \t\r\n"u8);
        var fate = rules.Inspected(_name, value);
        HasFailed |= fate == MemberFate.Refuse;
        if (fate != MemberFate.Keep)
            return;

        WriteName();
        Output.Append(value);
    }

    private void EndResult(ReadOnlySpan<byte> piece, int at, ref int from)
    {
        EndMember(piece, at, ref from);
        var missing = rules.Missing();
        if (!_hasMember)
            Output.Append("{"u8);
        Output.Append(_hasMember || missing.IsEmpty ? missing : missing[1..]);
        Output.Append("}"u8);
        IsDone = true;
    }

    private void WriteName()
    {
        Output.Append(_hasMember ? ","u8 : "{"u8);
        Output.Append(_rawName);
        Output.Append(":"u8);
        _hasMember = true;
    }

    private static bool IsAnswer(ReadOnlySpan<byte> name) =>
        name.SequenceEqual("content"u8) || name.SequenceEqual("structuredContent"u8)
        || name.SequenceEqual("contents"u8) || name.SequenceEqual("messages"u8);
}
