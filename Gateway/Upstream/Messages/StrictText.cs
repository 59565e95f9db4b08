using System.Text.Json;
using System.Text.Unicode;
using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>
/// Judges what came with an HTTP error status. There the exchange says whose answer it is, and servers that could not
/// read the request put null or a word of their own where its id would be.
/// </summary>
internal static class StrictText
{
    /// <summary>Where the object <c>error</c> stands, if the text is strict JSON and the error is one.</summary>
    public static Range? FindError(ReadOnlySpan<byte> text) =>
        IsObject(text) && ObjectText.Find(text, "error"u8) is { } error && CodeOf(text[error]) is not null
            ? error
            : null;

    /// <summary>The code of an object <c>error</c> (JSON-RPC 2.0 section 5.1), or null if it is none.</summary>
    public static int? CodeOf(ReadOnlySpan<byte> error)
    {
        if (error.IsEmpty || error[0] != '{' || ObjectText.Find(error, "code"u8) is not { } code)
            return null;

        var number = new Utf8JsonReader(error[code]);
        return number.Read() && number.TokenType == JsonTokenType.Number && number.TryGetInt32(out var value)
            && ObjectText.Find(error, "message"u8) is { } message && error[message.Start] == '"'
            ? value
            : null;
    }

    private static bool IsObject(ReadOnlySpan<byte> text)
    {
        if (!Utf8.IsValid(text))
            return false;

        Span<MemberTable.Slot> slots = stackalloc MemberTable.Slot[MemberTable.InitialSlots];
        slots.Clear();
        var strict = new StrictJson(text, slots);
        try
        {
            // The last read throws on anything but white space after the value.
            return strict.ReadValue() && strict.Json.TokenType == JsonTokenType.EndObject && !strict.Json.Read();
        }
        catch (JsonException)
        {
            return false;
        }
        finally
        {
            strict.Dispose();
        }
    }
}
