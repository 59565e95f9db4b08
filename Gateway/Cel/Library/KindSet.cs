using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Which kinds of values a parameter takes, as bits.</summary>
internal static class KindSet
{
    public static int Of(CelType type) => type.Kind switch
    {
        TypeKind.Dyn or TypeKind.Parameter => ~Bit(CelKind.Error),
        TypeKind.Null => Bit(CelKind.Null),
        TypeKind.Bool => Bit(CelKind.Bool),
        TypeKind.Int => Bit(CelKind.Int),
        TypeKind.Uint => Bit(CelKind.Uint),
        TypeKind.Double => Bit(CelKind.Double),
        TypeKind.String => Bit(CelKind.String),
        TypeKind.Bytes => Bit(CelKind.Bytes),
        TypeKind.Timestamp => Bit(CelKind.Timestamp),
        TypeKind.Duration => Bit(CelKind.Duration),
        TypeKind.List => Bit(CelKind.List),
        TypeKind.Map or TypeKind.Object => Bit(CelKind.Map),
        TypeKind.Type => Bit(CelKind.Type),
        TypeKind.Optional => Bit(CelKind.Optional),
        _ => Bit(CelKind.Opaque),
    };

    public static bool Has(int kinds, CelKind kind) => (kinds & Bit(kind)) != 0;

    private static int Bit(CelKind kind) => 1 << (int)kind;
}
