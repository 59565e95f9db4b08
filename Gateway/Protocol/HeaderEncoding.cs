using System.Text;
using System.Text.Unicode;

namespace McpAspire.Gateway.Protocol;

/// <summary>Values of Mcp-Name: visible ASCII as it is, anything else as <c>=?base64?…?=</c> (SEP-2243).</summary>
internal static class HeaderEncoding
{
    private const string Prefix = "=?base64?";
    private const string Suffix = "?=";

    /// <summary>How a header repeats a value; what looks encoded already is encoded, so that it comes back as it is.</summary>
    public static string Encode(string value)
    {
        var isPlain = !value.AsSpan().ContainsAnyExceptInRange(' ', '~')
            && value is not ("" or [' ', ..] or [.., ' '])
            && !value.StartsWith(Prefix, StringComparison.Ordinal);
        return isPlain ? value : Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(value)) + Suffix;
    }

    /// <summary>The value that the header stands for, decoded once; null where it stands for none.</summary>
    public static string? Decode(string value)
    {
        var text = value.AsSpan().Trim(" \t");
        if (text.ContainsAnyExceptInRange(' ', '~'))
            return null;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || !text.EndsWith(Suffix, StringComparison.Ordinal)
            || text.Length < Prefix.Length + Suffix.Length)
            return text.Length == value.Length ? value : text.ToString();

        var encoded = text[Prefix.Length..^Suffix.Length];
        var bytes = new byte[encoded.Length];
        // The framework's decoder skips white space; the specification's encoding has none.
        return !encoded.Contains(' ')
            && Convert.TryFromBase64Chars(encoded, bytes, out var count) && Utf8.IsValid(bytes.AsSpan(0, count))
            ? Encoding.UTF8.GetString(bytes, 0, count)
            : null;
    }
}
