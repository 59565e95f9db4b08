namespace McpAspire.Gateway.Cel.Checking;

/// <summary>
/// Whether values of one type can be where another is asked for. Only what can never be is refused: dyn fits all.
/// </summary>
internal sealed class TypeFit
{
    private readonly Dictionary<string, CelType> _parameters = [];

    /// <summary>Two types of which some value is of both.</summary>
    public static bool CanMeet(CelType left, CelType right) => new TypeFit().Fits(left, right);

    public bool Fits(CelType wanted, CelType given)
    {
        if (wanted.Kind == TypeKind.Parameter)
            return FitsParameter(wanted.Name, given);
        if (wanted.Kind == TypeKind.Dyn || given.Kind == TypeKind.Dyn)
            return true;
        if (wanted.Kind == TypeKind.Null || given.Kind == TypeKind.Null)
            return IsNullable(wanted.Kind) && IsNullable(given.Kind);
        if (wanted.Kind == TypeKind.Object || given.Kind == TypeKind.Object)
            return FitsObject(wanted, given);

        return wanted.Kind == given.Kind
            && (wanted.Kind != TypeKind.Opaque || wanted.Name == given.Name)
            && wanted.Parameters.Zip(given.Parameters).All(pair => Fits(pair.First, pair.Second));
    }

    /// <summary>The type with what its parameters turned out to be; the others are dyn.</summary>
    public CelType Resolve(CelType type)
    {
        if (type.Kind == TypeKind.Parameter)
            return _parameters.GetValueOrDefault(type.Name, CelType.Dyn);

        return type.Parameters.IsEmpty ? type : type with { Parameters = [.. type.Parameters.Select(Resolve)] };
    }

    /// <summary>
    /// Where a library may give null instead: types that have no value of their own that says "nothing".
    /// </summary>
    private static bool IsNullable(TypeKind kind) =>
        kind is TypeKind.Null or TypeKind.Timestamp or TypeKind.Duration or TypeKind.Optional or TypeKind.Opaque;

    private static bool FitsObject(CelType wanted, CelType given) =>
        wanted.Kind == given.Kind
        || (wanted.Kind == TypeKind.Object ? given : wanted) is
            { Kind: TypeKind.Map, Parameters: [{ Kind: TypeKind.String or TypeKind.Dyn or TypeKind.Parameter }, ..] };

    private bool FitsParameter(string name, CelType given)
    {
        if (!_parameters.TryGetValue(name, out var known) || known.Kind == TypeKind.Dyn)
        {
            _parameters[name] = given;
            return true;
        }

        if (!CanMeet(known, given))
            return false;

        _parameters[name] = CelType.Join(known, given);
        return true;
    }
}
