using System.Text.Json;

namespace McpAspire.Gateway.Policy.Rules;

/// <summary>Where a setting stands in a JSON file: what an operator's editor can jump to.</summary>
/// <param name="File">The file's path as the configuration names it.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, of the first character inside the quotes.</param>
internal readonly record struct SettingPlace(string File, int Line, int Column)
{
    /// <summary>Finds a setting by its path; null if the file does not hold it.</summary>
    public static SettingPlace? Find(string file, ReadOnlySpan<byte> content, string path)
    {
        var options = new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
        if (content.StartsWith("\uFEFF"u8))
            content = content[3..];

        var json = new Utf8JsonReader(content, options);
        try
        {
            return json.Read() && Enter(ref json, path.Split(':')) ? At(file, content, (int)json.TokenStartIndex) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => $"{File}({Line},{Column})";

    private static bool Enter(ref Utf8JsonReader json, ReadOnlySpan<string> path)
    {
        if (path.IsEmpty)
            return true;
        if (json.TokenType == JsonTokenType.StartArray)
            return EnterElement(ref json, path);
        if (json.TokenType != JsonTokenType.StartObject)
            return false;

        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            // "Mcp:Policy": {…} is as good as "Mcp": {"Policy": {…}} to the configuration.
            var names = json.GetString()!.Split(':');
            json.Read();
            if (path.Length >= names.Length && IsSame(names, path[..names.Length]))
            {
                var before = json;
                if (Enter(ref json, path[names.Length..]))
                    return true;
                json = before;
            }

            json.Skip();
        }

        return false;
    }

    private static bool EnterElement(ref Utf8JsonReader json, ReadOnlySpan<string> path)
    {
        for (var index = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; index++)
        {
            if (path[0] == $"{index}")
                return Enter(ref json, path[1..]);
            json.Skip();
        }

        return false;
    }

    private static bool IsSame(ReadOnlySpan<string> names, ReadOnlySpan<string> path)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (!names[i].Equals(path[i], StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private static SettingPlace At(string file, ReadOnlySpan<byte> content, int index)
    {
        var before = content[..index];
        var line = before.Count((byte)'\n') + 1;
        var start = before.LastIndexOf((byte)'\n') + 1;
        var column = System.Text.Encoding.UTF8.GetCharCount(before[start..]) + 2;
        return new SettingPlace(file, line, column);
    }
}
