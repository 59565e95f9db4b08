using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel;

/// <summary>Variables with values that are there already.</summary>
internal sealed class BoundValues(params CelValue[] values) : ICelActivation
{
    public CelValue Read(int slot) => values[slot];
}
