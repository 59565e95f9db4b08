using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>A form of a function: what it takes, what it gives, and what computes it.</summary>
internal sealed class Overload
{
    private readonly int[] _kinds;

    public Overload(string signature, Delegate implementation, bool isVariadic = false, bool isGuarded = true)
    {
        var arrow = signature.IndexOf("->", StringComparison.Ordinal);
        Parameters = TypeText.ParseAll(signature[..arrow]);
        Result = TypeText.Parse(signature[(arrow + 2)..].Trim());
        (Implementation, IsVariadic, IsGuarded) = (implementation, isVariadic, isGuarded);
        _kinds = Array.ConvertAll(Parameters, KindSet.Of);
    }

    public CelType[] Parameters { get; }

    public CelType Result { get; }

    /// <summary>
    /// A <see cref="UnaryFunction"/>, a <see cref="BinaryFunction"/> or, for other numbers, a <see
    /// cref="CelFunction"/>.
    /// </summary>
    public Delegate Implementation { get; }

    /// <summary>Whether any number of arguments from one on is taken, all of the type of the one parameter.</summary>
    public bool IsVariadic { get; }

    /// <summary>
    /// Whether the kinds of the arguments are looked at before it is called. Operators do that themselves.
    /// </summary>
    public bool IsGuarded { get; }

    public bool TakesCount(int count) => IsVariadic ? count > 0 : count == Parameters.Length;

    public CelType Parameter(int index) => Parameters[IsVariadic ? 0 : index];

    public bool Accepts(in CelValue argument) => Accepts(0, argument);

    public bool Accepts(in CelValue first, in CelValue second) => Accepts(0, first) && Accepts(1, second);

    public bool Accepts(ReadOnlySpan<CelValue> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
            if (!Accepts(IsVariadic ? 0 : i, arguments[i]))
                return false;
        return true;
    }

    private bool Accepts(int parameter, in CelValue argument) =>
        KindSet.Has(_kinds[parameter], argument.Kind)
        && (argument.Kind != CelKind.Opaque || Parameters[parameter] is not { Kind: TypeKind.Opaque, Name: var name }
            || argument.AsOpaque.Type.Name == name);
}
