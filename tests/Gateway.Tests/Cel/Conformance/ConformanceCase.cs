using System.Text.Json;
using McpAspire.Gateway.Cel;
using McpAspire.Gateway.Cel.Checking;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Tests.Cel.Conformance;

/// <summary>A case of the conformance suite of cel-spec.</summary>
internal sealed record ConformanceCase(string File, JsonElement Case)
{
    public string Expression => Text("expr");

    /// <summary>Upstream does not check the types of these, and some could not pass.</summary>
    public bool IsUnchecked => Case.TryGetProperty("disableCheck", out var flag) && flag.GetBoolean();

    public bool HasMacros => !(Case.TryGetProperty("disableMacros", out var flag) && flag.GetBoolean());

    public string Container => Case.TryGetProperty("container", out var name) ? name.GetString() ?? "" : "";

    /// <summary>Null where an error is expected.</summary>
    public CelValue? Expected =>
        Case.GetProperty("expected").TryGetProperty("value", out var value) ? ConformanceValue.Read(value) : null;

    /// <summary>The variables that are declared or bound, and their values in the same order.</summary>
    public (CelEnvironment Environment, BoundValues Activation) Bind()
    {
        var declared = Rows("typeEnv").Where(row => row.TryGetProperty("type", out _)).ToDictionary(
            row => row.GetProperty("name").GetString()!, row => Type(row.GetProperty("type").GetString()!));
        var bound = Members("bindings").ToDictionary(
            member => member.Name,
            member => member.Value.TryGetProperty("value", out var value)
                ? ConformanceValue.Read(value)
                : CelErrors.Invalid("a bound error"));
        var names = declared.Keys.Union(bound.Keys).ToArray();
        var variables = names.Select(name => new CelVariable(name, declared.GetValueOrDefault(name, CelType.Dyn)));
        return (
            new CelEnvironment(variables, container: Container),
            new BoundValues([.. names.Select(name => bound.GetValueOrDefault(name, CelErrors.Unbound(name)))]));
    }

    private static CelType Type(string text)
    {
        try
        {
            return TypeText.Parse(text);
        }
        catch (FormatException)
        {
            return CelType.Dyn;
        }
    }

    private string Text(string name) => Case.GetProperty(name).GetString()!;

    private IEnumerable<JsonElement> Rows(string name) =>
        Case.TryGetProperty(name, out var rows) && rows.ValueKind == JsonValueKind.Array ? rows.EnumerateArray() : [];

    private IEnumerable<JsonProperty> Members(string name) =>
        Case.TryGetProperty(name, out var members) && members.ValueKind == JsonValueKind.Object
            ? members.EnumerateObject()
            : [];
}
