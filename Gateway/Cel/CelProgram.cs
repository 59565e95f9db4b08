using System.Collections.Immutable;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Explaining;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel;

/// <summary>A compiled expression. Any number of threads may evaluate it at once.</summary>
internal sealed class CelProgram
{
    private readonly Evaluation _evaluation;
    private readonly int _locals;

    public CelProgram(string source, Bound bound, Evaluation evaluation, int locals)
    {
        (Source, Root, _evaluation, _locals) = (source, bound, evaluation, locals);
        Reads = [.. Checking.Reads.Of(bound).Distinct()];
    }

    public string Source { get; }

    /// <summary>The expression with its names resolved, for those who look for dangerous ones.</summary>
    public Bound Root { get; }

    /// <summary>What is known of the result.</summary>
    public CelType Type => Root.Type;

    /// <summary>The variables and fields that an evaluation may read.</summary>
    public ImmutableArray<CelPath> Reads { get; }

    /// <summary>
    /// Whether an evaluation may see anything of the field, given with its variable: <c>mcp.tool.arguments</c>.
    /// </summary>
    public bool MayRead(string path)
    {
        var wanted = new CelPath(path.Split('.'));
        return Reads.Any(read => read.Touches(wanted));
    }

    /// <summary>
    /// The value of the expression, or an error value. Never throws: what goes wrong inside, in the activation too, is
    /// an error value.
    /// </summary>
    public CelValue Evaluate(ICelActivation activation, CelBudget? budget = null, TimeProvider? clock = null)
    {
        var locals = _locals == 0 ? [] : new CelValue[_locals];
        var frame = new CelFrame(activation, locals, budget ?? CelBudget.Default, clock ?? TimeProvider.System);
        return Run(_evaluation, ref frame);
    }

    /// <summary>Evaluates, and tells the value of each part. Slower: for people who ask why.</summary>
    public CelExplanation Explain(ICelActivation activation, CelBudget? budget = null, TimeProvider? clock = null)
    {
        var parts = new Dictionary<Bound, int>(ReferenceEqualityComparer.Instance);
        Number(Root, parts);
        var trace = new CelTrace(parts.Count);
        var frame = new CelFrame(
            activation, new CelValue[_locals], budget ?? CelBudget.Default, clock ?? TimeProvider.System, trace);
        var value = Run(new Emitter(parts).Emit(Root), ref frame);
        return CelExplanation.Of(value, Root, Source, bound => parts[bound], trace);
    }

    private static CelValue Run(Evaluation evaluation, ref CelFrame frame)
    {
        try
        {
            var value = evaluation(ref frame);
            return frame.HasFailed ? frame.Failure : value;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return CelErrors.Make(CelErrorCode.Internal, $"{exception.GetType().Name}: {exception.Message}");
        }
    }

    private static void Number(Bound bound, Dictionary<Bound, int> parts)
    {
        parts.Add(bound, parts.Count);
        foreach (var part in bound.Parts)
            Number(part, parts);
    }
}
