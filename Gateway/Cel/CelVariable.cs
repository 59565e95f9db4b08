using McpAspire.Gateway.Cel.Checking;

namespace McpAspire.Gateway.Cel;

/// <summary>A variable that an expression may read. The name may have dots.</summary>
internal sealed record CelVariable(string Name, CelType Type)
{
    public CelVariable(string name)
        : this(name, CelType.Dyn)
    {
    }
}
