using System.Collections.Immutable;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Checking;

/// <summary>What the compiler knows of a value (langdef, Gradual Type Checking).</summary>
internal sealed record CelType(TypeKind Kind, string Name, ImmutableArray<CelType> Parameters)
{
    public static readonly CelType Dyn = Simple(TypeKind.Dyn, "dyn");
    public static readonly CelType Null = Simple(TypeKind.Null, "null_type");
    public static readonly CelType Bool = Simple(TypeKind.Bool, "bool");
    public static readonly CelType Int = Simple(TypeKind.Int, "int");
    public static readonly CelType Uint = Simple(TypeKind.Uint, "uint");
    public static readonly CelType Double = Simple(TypeKind.Double, "double");
    public static readonly CelType String = Simple(TypeKind.String, "string");
    public static readonly CelType Bytes = Simple(TypeKind.Bytes, "bytes");
    public static readonly CelType Timestamp = Simple(TypeKind.Timestamp, "google.protobuf.Timestamp");
    public static readonly CelType Duration = Simple(TypeKind.Duration, "google.protobuf.Duration");
    public static readonly CelType Type = Simple(TypeKind.Type, "type");

    /// <summary>Of an object: its fields. Where none are declared, all may be there.</summary>
    public ImmutableDictionary<string, CelType>? Fields { get; private init; }

    public static CelType List(CelType element) => new(TypeKind.List, "list", [element]);

    public static CelType Map(CelType key, CelType value) => new(TypeKind.Map, "map", [key, value]);

    public static CelType Optional(CelType value) => new(TypeKind.Optional, "optional_type", [value]);

    public static CelType Opaque(string name) => Simple(TypeKind.Opaque, name);

    public static CelType Parameter(string name) => Simple(TypeKind.Parameter, name);

    /// <summary>A map with these fields and no others: another one in an expression is a mistake.</summary>
    public static CelType Object(string name, params ReadOnlySpan<(string Name, CelType Type)> fields)
    {
        var known = ImmutableDictionary.CreateBuilder<string, CelType>(StringComparer.Ordinal);
        foreach (var (field, type) in fields)
            known.Add(field, type);
        return Simple(TypeKind.Object, name) with { Fields = known.ToImmutable() };
    }

    public static CelType Of(in CelValue value) => value.Kind switch
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
        CelKind.List => List(Dyn),
        CelKind.Map => Map(Dyn, Dyn),
        CelKind.Type => Type,
        CelKind.Optional => Optional(Dyn),
        CelKind.Opaque => Opaque(value.AsOpaque.Type.Name),
        _ => Dyn,
    };

    /// <summary>What both are, or dyn.</summary>
    public static CelType Join(CelType left, CelType right) => left.Same(right) ? left : Dyn;

    public bool Same(CelType other) =>
        Kind == other.Kind && Name == other.Name && Parameters.Length == other.Parameters.Length
        && Parameters.Zip(other.Parameters).All(pair => pair.First.Same(pair.Second));

    /// <summary>As the language writes it.</summary>
    public override string ToString() =>
        Parameters.IsEmpty ? Name : $"{Name}({string.Join(", ", Parameters)})";

    private static CelType Simple(TypeKind kind, string name) => new(kind, name, []);
}
