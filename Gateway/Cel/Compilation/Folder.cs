using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Diagnostics;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>Computes once what is the same in every evaluation: a network, a list of names.</summary>
internal ref struct Folder(CelFrame frame)
{
    private readonly Emitter _emitter = new();
    private CelFrame _frame = frame;

    /// <summary>What fails whatever the variables are. It may still be absorbed, so it is no mistake yet.</summary>
    public List<CelDiagnostic> Warnings { get; } = [];

    public Bound Fold(Bound bound) => bound switch
    {
        BoundCall call => Compute(call with { Arguments = FoldAll(call.Arguments) }),
        BoundList list => Compute(list with { Elements = FoldAll(list.Elements) }),
        BoundMap map => Compute(map with { KeysAndValues = FoldAll(map.KeysAndValues) }),
        BoundSelect select => Compute(select with { Operand = Fold(select.Operand) }),
        BoundHas has => has with { Operand = Fold(has.Operand) },
        BoundLogic logic => logic with { Operands = FoldAll(logic.Operands) },
        BoundConditional choice => choice with
        {
            Condition = Fold(choice.Condition), Then = Fold(choice.Then), Otherwise = Fold(choice.Otherwise),
        },
        BoundMacro macro => macro with { Range = Fold(macro.Range), Bodies = FoldAll(macro.Bodies) },
        _ => bound,
    };

    private Bound[] FoldAll(Bound[] parts)
    {
        var folded = new Bound[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            folded[i] = Fold(parts[i]);
        return folded;
    }

    private Bound Compute(Bound bound)
    {
        foreach (var part in bound.Parts)
            if (part is not BoundConstant)
                return bound;
        if (_frame.HasFailed)
            return bound;

        var value = _emitter.Emit(bound)(ref _frame);
        if (!value.IsError)
            return new BoundConstant(bound.Span, bound.Type, value);
        if (value.AsError.Code != CelErrorCode.Exhausted)
            Warnings.Add(new(bound.Span, $"This always fails: {value.AsError.Message}"));
        return bound;
    }
}
