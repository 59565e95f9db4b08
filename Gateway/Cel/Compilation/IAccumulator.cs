using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>What a macro makes of its rounds.</summary>
internal interface IAccumulator
{
    /// <summary>Takes what the body gave. True when no other round can change the result.</summary>
    bool Add(in CelValue key, in CelValue element, in CelValue value);

    CelValue Result(ref CelFrame frame);
}
