namespace McpAspire.Gateway.Cel.Checking;

/// <summary>Reads types: <c>map(string, list(dyn))</c>. A capital letter alone is a parameter.</summary>
internal static class TypeText
{
    public static CelType Parse(string text)
    {
        var rest = text.AsSpan();
        var type = Parse(ref rest);
        return rest.IsEmpty ? type : throw new FormatException($"Not a type: {text}");
    }

    /// <summary>Reads what stands between commas.</summary>
    public static CelType[] ParseAll(string text)
    {
        var rest = text.AsSpan().Trim();
        var types = new List<CelType>();
        while (!rest.IsEmpty)
        {
            types.Add(Parse(ref rest));
            rest = rest.TrimStart(", ");
        }

        return [.. types];
    }

    private static CelType Parse(ref ReadOnlySpan<char> rest)
    {
        var length = rest.IndexOfAny("(),");
        var name = rest[..(length < 0 ? rest.Length : length)].Trim().ToString();
        rest = rest[(length < 0 ? rest.Length : length)..];
        var parameters = new List<CelType>();
        if (rest.StartsWith("("))
        {
            while (!rest.StartsWith(")"))
            {
                rest = rest[1..].TrimStart();
                parameters.Add(Parse(ref rest));
            }

            rest = rest[1..];
        }

        return Named(name, parameters);
    }

    private static CelType Named(string name, List<CelType> parameters) => name switch
    {
        "dyn" => CelType.Dyn,
        "null_type" or "null" => CelType.Null,
        "bool" => CelType.Bool,
        "int" => CelType.Int,
        "uint" => CelType.Uint,
        "double" => CelType.Double,
        "string" => CelType.String,
        "bytes" => CelType.Bytes,
        "timestamp" or "google.protobuf.Timestamp" => CelType.Timestamp,
        "duration" or "google.protobuf.Duration" => CelType.Duration,
        "type" => CelType.Type,
        "list" => CelType.List(parameters.ElementAtOrDefault(0) ?? CelType.Dyn),
        "map" => CelType.Map(
            parameters.ElementAtOrDefault(0) ?? CelType.Dyn, parameters.ElementAtOrDefault(1) ?? CelType.Dyn),
        "optional" or "optional_type" => CelType.Optional(parameters.ElementAtOrDefault(0) ?? CelType.Dyn),
        { Length: 1 } when char.IsAsciiLetterUpper(name[0]) => CelType.Parameter(name),
        _ when name.Contains('.') => CelType.Opaque(name),
        _ => throw new FormatException($"Not a type: {name}"),
    };
}
