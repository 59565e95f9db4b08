using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>What constants are computed with.</summary>
internal sealed class NoVariables : ICelActivation
{
    public static readonly NoVariables Instance = new();

    public CelValue Read(int slot) => CelValue.Of(CelErrors.Unset);
}
