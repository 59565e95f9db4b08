using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Library;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Checking;

/// <summary>An expression with its names resolved and what is known of its type.</summary>
internal abstract record Bound(CelSpan Span, CelType Type)
{
    public virtual IEnumerable<Bound> Parts => [];
}

/// <summary>A value that is known already.</summary>
internal sealed record BoundConstant(CelSpan Span, CelType Type, CelValue Value) : Bound(Span, Type);

/// <summary>A variable of the environment.</summary>
internal sealed record BoundVariable(CelSpan Span, CelType Type, int Slot, string Name) : Bound(Span, Type);

/// <summary>A variable of a macro around it.</summary>
internal sealed record BoundLocal(CelSpan Span, CelType Type, int Index) : Bound(Span, Type);

/// <summary>A field.</summary>
internal sealed record BoundSelect(CelSpan Span, CelType Type, Bound Operand, string Field, bool IsOptional)
    : Bound(Span, Type)
{
    public override IEnumerable<Bound> Parts => [Operand];
}

/// <summary>Whether a field is there.</summary>
internal sealed record BoundHas(CelSpan Span, Bound Operand, string Field) : Bound(Span, CelType.Bool)
{
    public override IEnumerable<Bound> Parts => [Operand];
}

/// <summary>A function with the forms that can fit; what it is called on is the first argument.</summary>
internal sealed record BoundCall(CelSpan Span, CelType Type, string Function, Overload[] Overloads, Bound[] Arguments)
    : Bound(Span, Type)
{
    public override IEnumerable<Bound> Parts => Arguments;
}

/// <summary>Operands between <c>&amp;&amp;</c> or between <c>||</c>.</summary>
internal sealed record BoundLogic(CelSpan Span, bool IsAnd, Bound[] Operands) : Bound(Span, CelType.Bool)
{
    public override IEnumerable<Bound> Parts => Operands;
}

/// <summary>A choice.</summary>
internal sealed record BoundConditional(CelSpan Span, CelType Type, Bound Condition, Bound Then, Bound Otherwise)
    : Bound(Span, Type)
{
    public override IEnumerable<Bound> Parts => [Condition, Then, Otherwise];
}

/// <summary>A list; <see cref="Optional"/> tells which elements may be left out.</summary>
internal sealed record BoundList(CelSpan Span, CelType Type, Bound[] Elements, bool[] Optional) : Bound(Span, Type)
{
    public override IEnumerable<Bound> Parts => Elements;
}

/// <summary>A map; keys and values in turn.</summary>
internal sealed record BoundMap(CelSpan Span, CelType Type, Bound[] KeysAndValues, bool[] Optional) : Bound(Span, Type)
{
    public override IEnumerable<Bound> Parts => KeysAndValues;
}

/// <summary>A macro, and the places of its variables.</summary>
internal sealed record BoundMacro(CelSpan Span, CelType Type, MacroKind Kind, Bound Range, int[] Locals, Bound[] Bodies)
    : Bound(Span, Type)
{
    public override IEnumerable<Bound> Parts => [Range, .. Bodies];
}

/// <summary>What has no value whatever the variables are, in an expression that was compiled nevertheless.</summary>
internal sealed record BoundFailure(CelSpan Span, CelValue Error) : Bound(Span, CelType.Dyn);
