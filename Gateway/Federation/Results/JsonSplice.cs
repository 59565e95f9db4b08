using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace McpAspire.Gateway.Federation.Results;

/// <summary>Puts other strings into a JSON text and leaves every other byte of it as it was.</summary>
internal static class JsonSplice
{
    // Neither side is a web page; '+' and '/' stay readable.
    private static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Replaces one string.</summary>
    public static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> json, Range value, string text)
    {
        var (start, length) = value.GetOffsetAndLength(json.Length);
        var encoded = JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes;
        var result = new byte[json.Length - length + encoded.Length + 2];
        json[..start].CopyTo(result);
        result[start] = (byte)'"';
        encoded.CopyTo(result.AsSpan(start + 1));
        result[start + 1 + encoded.Length] = (byte)'"';
        json[(start + length)..].CopyTo(result.AsSpan(start + encoded.Length + 2));
        return result;
    }

    /// <summary>Replaces the strings that a scan found by what is made of them.</summary>
    public static ReadOnlyMemory<byte> Replace(
        ReadOnlySpan<byte> json, List<Edit> edits, Func<EditKind, string, string> change)
    {
        edits.Sort(static (one, other) => one.Start.CompareTo(other.Start));
        var result = new ArrayBufferWriter<byte>(json.Length + (edits.Count * 32));
        var at = 0;
        foreach (var edit in edits)
        {
            result.Write(json[at..edit.Start]);
            result.Write("\""u8);
            var text = change(edit.Kind, Unescape(json[edit.Start..edit.End]));
            result.Write(JsonEncodedText.Encode(text, Encoder).EncodedUtf8Bytes);
            result.Write("\""u8);
            at = edit.End;
        }

        result.Write(json[at..]);
        return result.WrittenMemory;
    }

    /// <summary>The text of a string token, quotes included.</summary>
    public static string Unescape(ReadOnlySpan<byte> token)
    {
        var json = new Utf8JsonReader(token);
        json.Read();
        return json.GetString()!;
    }
}
