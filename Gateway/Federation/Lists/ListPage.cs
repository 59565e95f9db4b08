using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace McpAspire.Gateway.Federation.Lists;

/// <summary>One page of a server's list.</summary>
internal sealed class ListPage
{
    private ListPage()
    {
    }

    public List<ListItem> Items { get; } = [];

    public string? NextCursor { get; private set; }

    /// <summary>For how long the server says it may be kept (SEP-2549); null if it does not say.</summary>
    public TimeSpan? Ttl { get; private set; }

    /// <summary>The result's own <c>_meta</c>; empty if it has none.</summary>
    public ReadOnlyMemory<byte> Meta { get; private set; }

    /// <summary>The bytes of it.</summary>
    public int Size { get; private init; }

    /// <summary>Whether there were items that nothing can be done with.</summary>
    public bool HasFlaws { get; private set; }

    /// <summary>Reads a result, whose memory the page then holds on to.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> result, ListKind kind, [NotNullWhen(true)] out ListPage? page)
    {
        page = null;
        var read = new ListPage { Size = result.Length };
        var json = new Utf8JsonReader(result.Span);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            return false;

        var hasItems = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(kind.Member))
            {
                hasItems = read.ReadItems(ref json, result, kind);
                if (!hasItems)
                    return false;
            }
            else
            {
                read.ReadMember(ref json, result);
            }
        }

        page = read;
        return hasItems;
    }

    private void ReadMember(ref Utf8JsonReader json, ReadOnlyMemory<byte> result)
    {
        var isCursor = json.ValueTextEquals("nextCursor"u8);
        var isTtl = json.ValueTextEquals("ttlMs"u8);
        var isMeta = json.ValueTextEquals("_meta"u8);
        json.Read();
        var start = (int)json.TokenStartIndex;
        if (isCursor && json.TokenType == JsonTokenType.String)
            NextCursor = json.GetString();
        else if (isTtl && json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var milliseconds))
            Ttl = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, int.MaxValue));

        json.Skip();
        if (isMeta)
            Meta = result[start..(int)json.BytesConsumed];
    }

    private bool ReadItems(ref Utf8JsonReader json, ReadOnlyMemory<byte> result, ListKind kind)
    {
        json.Read();
        if (json.TokenType != JsonTokenType.StartArray)
            return false;

        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)json.TokenStartIndex;
            var key = json.TokenType == JsonTokenType.StartObject ? ReadKey(ref json, kind) : null;
            json.Skip();
            if (key is null)
                HasFlaws = true;
            else
                Items.Add(new ListItem(key, result[start..(int)json.BytesConsumed]));
        }

        return true;
    }

    /// <summary>Reads an object to its end and keeps its key.</summary>
    public static string? ReadKey(ref Utf8JsonReader json, ListKind kind)
    {
        string? key = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = json.ValueTextEquals(kind.Key);
            json.Read();
            if (isKey && json.TokenType == JsonTokenType.String)
                key = json.GetString();
            json.Skip();
        }

        return key;
    }
}
