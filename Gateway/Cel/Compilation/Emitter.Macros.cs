using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Syntax;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <content>Macros. Each round pays for the parts of its body.</content>
internal sealed partial class Emitter
{
    private Evaluation Macro(BoundMacro macro)
    {
        var range = Emit(macro.Range);
        var bodies = Array.ConvertAll(macro.Bodies, Emit);
        var locals = macro.Locals;
        var body = bodies[^1];
        switch (macro.Kind)
        {
            case MacroKind.Bind:
                return (ref frame) =>
                {
                    frame.Locals[locals[0]] = range(ref frame);
                    return body(ref frame);
                };
            case MacroKind.OptMap or MacroKind.OptFlatMap:
                return Optional(range, locals[0], body, macro.Kind == MacroKind.OptMap);
        }

        var filter = bodies.Length == 2 ? bodies[0] : null;
        var cost = 1 + macro.Bodies.Sum(Weight);
        Func<IAccumulator> make = macro.Kind switch
        {
            MacroKind.All => () => new Quantifier(isAll: true),
            MacroKind.Exists => () => new Quantifier(isAll: false),
            MacroKind.ExistsOne => () => new Counter(),
            MacroKind.Filter => () => new ListBuilder(ListBuilderKind.Filter),
            MacroKind.TransformMap => () => new MapBuilder(isEntry: false),
            MacroKind.TransformMapEntry => () => new MapBuilder(isEntry: true),
            MacroKind.SortBy => () => new Sorter(),
            _ => () => new ListBuilder(ListBuilderKind.Map),
        };
        return (ref frame) =>
        {
            var values = range(ref frame);
            return values.Kind switch
            {
                CelKind.List => Rounds(new Rounds(values.AsList, locals), filter, body, make(), cost, ref frame),
                CelKind.Map => Rounds(new Rounds(values.AsMap, locals), filter, body, make(), cost, ref frame),
                CelKind.Error => values,
                _ => CelErrors.NoSuchOverload,
            };
        };
    }

    private static CelValue Rounds(
        Rounds rounds, Evaluation? filter, Evaluation body, IAccumulator accumulator, long cost, ref CelFrame frame)
    {
        for (var i = 0; i < rounds.Count; i++)
        {
            if (!frame.Spend(cost))
                return frame.Failure;

            var (key, element) = rounds.Enter(i, frame.Locals);
            if (filter is not null)
            {
                var passes = filter(ref frame);
                if (passes.IsFalse)
                    continue;
                if (!passes.IsTrue)
                    return passes.IsError ? passes : CelErrors.NotBool;
            }

            if (accumulator.Add(key, element, body(ref frame)))
                break;
        }

        return accumulator.Result(ref frame);
    }

    private static Evaluation Optional(Evaluation range, int local, Evaluation body, bool isWrapped) => (ref frame) =>
    {
        var value = range(ref frame);
        if (value.Kind != CelKind.Optional)
            return value.IsError ? value : CelErrors.NoSuchOverload;
        if (!value.AsOptional.HasValue)
            return value;

        frame.Locals[local] = value.AsOptional.Value;
        var result = body(ref frame);
        return isWrapped ? CelOptional.Of(result)
            : result.Kind is CelKind.Optional or CelKind.Error ? result
            : CelErrors.NoSuchOverload;
    };

    private static long Weight(Bound bound) => 1 + bound.Parts.Sum(Weight);
}
