using McpAspire.Gateway.Protocol;

namespace McpAspire.Gateway.Upstream.Messages;

/// <summary>Takes members out of a JSON object; the others are copied as they are.</summary>
internal static class ObjectText
{
    public static PooledBody Without(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var text = new PooledBody(json.Length);
        Append(text, json, name, default);
        return text;
    }

    /// <summary>Takes a member out of the object that another member holds.</summary>
    public static PooledBody Without(ReadOnlySpan<byte> json, ReadOnlySpan<byte> inner, ReadOnlySpan<byte> name)
    {
        var text = new PooledBody(json.Length);
        Append(text, json, inner, name);
        return text;
    }

    /// <summary>Where the value of a member stands; null if there is none.</summary>
    public static Range? Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        if (json.IsEmpty)
            return null;

        var members = new JsonMembers(json);
        while (members.Next())
        {
            if (members.Is(name))
                return members.Value();
        }

        return null;
    }

    private static void Append(
        PooledBody text, ReadOnlySpan<byte> json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> within)
    {
        var members = new JsonMembers(json);
        var separator = "{"u8;
        while (members.Next())
        {
            var isNamed = members.Is(name);
            var value = members.Value();
            if (isNamed && within.IsEmpty)
                continue;

            text.Append(separator);
            separator = ","u8;
            if (isNamed && json[value.Start] == '{')
            {
                text.Append(json[members.Start..value.Start]);
                Append(text, json[value], within, default);
            }
            else
            {
                text.Append(json[members.Start..value.End]);
            }
        }

        text.Append(separator[0] == '{' ? "{}"u8 : "}"u8);
    }
}
