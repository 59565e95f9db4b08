namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// A type as a value: what <c>type(x)</c> gives. It knows no parameters: <c>type([1]) == type(['a'])</c>.
/// </summary>
internal sealed record CelTypeName(string Name)
{
    public static readonly CelTypeName Int = new("int");
    public static readonly CelTypeName Uint = new("uint");
    public static readonly CelTypeName Double = new("double");
    public static readonly CelTypeName Bool = new("bool");
    public static readonly CelTypeName String = new("string");
    public static readonly CelTypeName Bytes = new("bytes");
    public static readonly CelTypeName List = new("list");
    public static readonly CelTypeName Map = new("map");
    public static readonly CelTypeName Null = new("null_type");
    public static readonly CelTypeName Type = new("type");
    public static readonly CelTypeName Timestamp = new("google.protobuf.Timestamp");
    public static readonly CelTypeName Duration = new("google.protobuf.Duration");
    public static readonly CelTypeName Optional = new("optional_type");

    public static CelTypeName Of(in CelValue value) => value.Kind switch
    {
        CelKind.Null => Null,
        CelKind.Bool => Bool,
        CelKind.Int => Int,
        CelKind.Uint => Uint,
        CelKind.Double => Double,
        CelKind.String => String,
        CelKind.Bytes => Bytes,
        CelKind.Timestamp => Timestamp,
        CelKind.Duration => Duration,
        CelKind.List => List,
        CelKind.Map => Map,
        CelKind.Optional => Optional,
        CelKind.Opaque => value.AsOpaque.Type,
        _ => Type,
    };
}
