using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace McpAspire.Gateway.Bridge.Modern.Inputs;

/// <summary>
/// The error by which a server of 2025-11-25 says that a person has to visit a page first (elicitation, URL mode). In
/// 2026-07-28 that is a result which asks, and the call is made anew when the person has agreed (SEP-2322).
/// </summary>
internal static class ElicitationRequired
{
    public const int Code = -32042;

    /// <summary>Nobody is sent to more pages for one call.</summary>
    private const int MaxPages = 16;

    /// <summary>The questions in the place of the error; empty if it does not say which pages.</summary>
    /// <param name="error">The object <c>error</c>.</param>
    /// <returns>The object <c>inputRequests</c>.</returns>
    public static ReadOnlyMemory<byte> ToRequests(ReadOnlyMemory<byte> error)
    {
        var data = JsonMembers.Find(error, "data"u8);
        if (data.IsEmpty || data.Span[0] != (byte)'{')
            return default;

        var pages = JsonMembers.Find(data, "elicitations"u8).Span;
        if (pages.IsEmpty || pages[0] != (byte)'[')
            return default;

        var output = new ArrayBufferWriter<byte>(pages.Length + 128);
        var count = 0;
        var reader = new Utf8JsonReader(pages);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            output.Write(count++ == 0 ? "{"u8 : ","u8);
            RpcText.String(output, $"elicitation_{count.ToString(CultureInfo.InvariantCulture)}");
            output.Write(":{\"method\":\"elicitation/create\",\"params\":"u8);
            // What the page's end is told by has no meaning any more: the call itself is made anew.
            output.Write(JsonMembers.Replace(
                pages[start..(int)reader.BytesConsumed], "mode"u8, "\"url\""u8, "elicitationId"u8, default).Span);
            output.Write("}"u8);
        }

        output.Write("}"u8);
        return reader.TokenType == JsonTokenType.EndArray && count is > 0 and <= MaxPages
            ? output.WrittenMemory
            : default;
    }

    /// <summary>Whether the person does not want to; the server would only send them there again.</summary>
    /// <param name="responses">The object <c>inputResponses</c>; empty for none.</param>
    public static bool IsRefused(ReadOnlyMemory<byte> responses)
    {
        if (responses.IsEmpty)
            return false;

        var members = new JsonMembers(responses.Span);
        while (members.Next())
        {
            if (!JsonMembers.Find(responses[members.Value], "action"u8).Span.SequenceEqual("\"accept\""u8))
                return true;
        }

        return false;
    }
}
