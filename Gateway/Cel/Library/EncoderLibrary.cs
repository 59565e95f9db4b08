using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Base64 (RFC 4648, section 4). Reading takes text without padding too.</summary>
internal static class EncoderLibrary
{
    public static void Add(FunctionSet set)
    {
        set.Global("base64.encode", "bytes -> string",
            (bytes, ref _) => CelValue.Of(Convert.ToBase64String(bytes.AsBytes)));
        set.Global("base64.decode", "string -> bytes", (text, ref _) => Decode(text.AsString));
    }

    private static CelValue Decode(string text)
    {
        var digits = text.TrimEnd('=');
        var padded = digits.PadRight((digits.Length + 3) / 4 * 4, '=');
        // The runtime would pass over blanks.
        var isBase64 = (text.Length == digits.Length || text == padded)
            && !digits.AsSpan().ContainsAnyExcept("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
        var bytes = new byte[padded.Length / 4 * 3];
        return isBase64 && Convert.TryFromBase64String(padded, bytes, out var length)
            ? CelValue.Of(bytes[..length])
            : CelErrors.Invalid("the text is no base64");
    }
}
