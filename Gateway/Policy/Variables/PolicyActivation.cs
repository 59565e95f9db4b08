using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>The variables of one decision.</summary>
internal sealed class PolicyActivation(PolicySubject subject, string method, PolicyTarget target) : ICelActivation
{
    private readonly CelValue _mcp = CelValue.Of(new McpVariable(method, target));

    public PolicyTarget Target => target;

    public PolicySubject Subject => subject;

    public CelValue Read(int slot) => slot switch
    {
        PolicyVariables.Mcp => _mcp,
        PolicyVariables.Jwt => CelValue.Of(subject.Jwt),
        PolicyVariables.Client => CelValue.Of(subject.Client),
        PolicyVariables.Request => CelValue.Of(subject.Request),
        PolicyVariables.Source => CelValue.Of(subject.Source),
        PolicyVariables.Session => CelValue.Of(subject.Session),
        PolicyVariables.Now => CelValue.Timestamp(subject.Now),
        _ => CelErrors.Unbound($"{slot}"),
    };
}
