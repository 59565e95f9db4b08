using System.Collections.Immutable;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Explaining;

/// <summary>A part of an expression and the value that it had in an evaluation.</summary>
internal sealed record CelExplanation(
    Bound Bound, string Text, CelValue Value, int Count, ImmutableArray<CelExplanation> Parts)
{
    /// <summary>False where the evaluation did not need the part.</summary>
    public bool WasEvaluated => Count > 0;

    public static CelExplanation Of(CelValue value, Bound bound, string source, Func<Bound, int> number, CelTrace trace)
    {
        var root = Of(bound, source, number, trace);
        return root with { Value = value, Count = Math.Max(root.Count, 1) };
    }

    /// <summary>
    /// The smallest part that made the whole what it is: of a conjunction the operand that was false.
    /// </summary>
    public CelExplanation Decider()
    {
        var next = Bound switch
        {
            BoundLogic => Parts.FirstOrDefault(part => part.WasEvaluated && Same(part.Value, Value)),
            BoundConditional when Parts[0].Value.Kind != CelKind.Bool => Parts[0],
            BoundConditional => Parts[Parts[0].Value.IsTrue ? 1 : 2],
            BoundCall { Function: Operators.Not } => Parts[0],
            BoundMacro { Kind: MacroKind.Bind } => Parts[1],
            _ when Value.IsError => Parts.FirstOrDefault(part => part.WasEvaluated && part.Value.IsError),
            _ => null,
        };
        // All operands of a conjunction that is true made it so.
        var isShared = Bound is BoundLogic { IsAnd: var isAnd } && Value.Kind == CelKind.Bool && Value.AsBool == isAnd;
        return next is null || isShared ? this : next.Decider();
    }

    /// <summary>The parts that say something: neither literals nor what was not evaluated.</summary>
    public IEnumerable<CelExplanation> Flatten() =>
        !WasEvaluated || Bound is BoundConstant ? [] : Parts.SelectMany(part => part.Flatten()).Prepend(this);

    public override string ToString() => $"{Text} = {ValueText.Of(Value)}";

    private static CelExplanation Of(Bound bound, string source, Func<Bound, int> number, CelTrace trace) =>
        new(bound, bound.Span.Of(source), trace.ValueOf(number(bound)), trace.CountOf(number(bound)),
            [.. bound.Parts.Select(part => Of(part, source, number, trace))]);

    private static bool Same(in CelValue left, in CelValue right) =>
        left.Kind == right.Kind && (left.IsError || left.AsBool == right.AsBool);
}
