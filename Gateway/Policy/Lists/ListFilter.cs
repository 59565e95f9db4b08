using System.Buffers;
using System.Text.Json;
using McpAspire.Gateway.Federation.Lists;

namespace McpAspire.Gateway.Policy.Lists;

/// <summary>Takes out of a list what its reader may not use; every byte of what stays is as the server wrote it.</summary>
internal static class ListFilter
{
    /// <summary>Filters a response to the request for a list.</summary>
    /// <param name="message">A whole JSON-RPC message; one that carries no list of this kind stays as it is.</param>
    /// <param name="kind">Which list was asked for.</param>
    /// <param name="shows">Says of each item whether it stays.</param>
    public static ReadOnlyMemory<byte> Filter(ReadOnlyMemory<byte> message, ListKind kind, Func<ListItem, bool> shows)
    {
        var json = new Utf8JsonReader(message.Span, new JsonReaderOptions { MaxDepth = 128 });
        return json.Read() && TryEnter(ref json, "result", JsonTokenType.StartObject)
            && TryEnter(ref json, kind.Member, JsonTokenType.StartArray)
            ? Rewrite(ref json, message, kind, shows)
            : message;
    }

    private static bool TryEnter(ref Utf8JsonReader json, string member, JsonTokenType type)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = json.ValueTextEquals(member);
            json.Read();
            if (isIt)
                return json.TokenType == type;
            json.Skip();
        }

        return false;
    }

    private static ReadOnlyMemory<byte> Rewrite(
        ref Utf8JsonReader json, ReadOnlyMemory<byte> message, ListKind kind, Func<ListItem, bool> shows)
    {
        var output = new ArrayBufferWriter<byte>(message.Length);
        output.Write(message.Span[..(int)json.BytesConsumed]);
        var isFirst = true;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            var key = json.TokenType == JsonTokenType.StartObject ? ListPage.ReadKey(ref json, kind) : null;
            json.Skip();
            var item = message[start..(int)json.BytesConsumed];
            // Nothing can be decided about an item that nobody can name, nor could anybody use it.
            if (key is null || !shows(new ListItem(key, item)))
                continue;

            if (!isFirst)
                output.Write(","u8);
            isFirst = false;
            output.Write(item.Span);
        }

        output.Write(message.Span[(int)json.TokenStartIndex..]);
        return output.WrittenMemory;
    }
}
