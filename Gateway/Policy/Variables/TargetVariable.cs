using McpAspire.Gateway.Cel.Json;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>
/// <c>mcp.tool</c>, <c>mcp.prompt</c>, <c>mcp.resource</c> or <c>mcp.task</c>: what the operation acts on. Title and
/// annotations are the server's own words, and no more to be trusted than the server is.
/// </summary>
internal sealed class TargetVariable(PolicyTarget target) : PolicyObject
{
    private static readonly string[] Names = ["name", "title", "annotations", "labels", "arguments", "uri"];

    private static readonly ReadOnlyMemory<byte> NoArguments = "{}"u8.ToArray();

    private CelMap? _definition;
    private CelMap? _arguments;

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value)
    {
        switch (key)
        {
            case "name":
                return Is(target.Name, out value);
            case "uri" when target.Kind == TargetKind.Resource:
                return Is(target.Name, out value);
            case "title" or "annotations" when !target.Definition.IsEmpty:
                return (_definition ??= new JsonMap(target.Definition)).TryGet(key, out value);
            case "labels":
                return Is(List(target.Labels), out value);
            case "arguments" when target.Kind is TargetKind.Tool or TargetKind.Prompt:
                return Is(Arguments(), out value);
            default:
                return IsAbsent(out value);
        }
    }

    /// <summary>In a list there are none yet. That is an error, so that it is absorbed where something else decides.</summary>
    private CelValue Arguments()
    {
        if (target.Parameters is not { } parameters)
            return PolicyErrors.Deferred;

        if (_arguments is null)
        {
            var arguments = Bridge.JsonMembers.Find(parameters, "arguments"u8);
            _arguments = new JsonMap(arguments.IsEmpty ? NoArguments : arguments);
        }

        return CelValue.Of(_arguments);
    }
}
