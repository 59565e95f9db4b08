using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Policy.Variables;

/// <summary>
/// <c>mcp</c>: the operation. Of <c>mcp.tool</c>, <c>mcp.prompt</c>, <c>mcp.resource</c> and <c>mcp.task</c> one is
/// there, or none for an operation on the server as a whole.
/// </summary>
internal sealed class McpVariable(string method, PolicyTarget target) : PolicyObject
{
    private static readonly string[] Names = ["method", "server", "tool", "prompt", "resource", "task"];

    private TargetVariable? _target;

    protected override ReadOnlySpan<string> Fields => Names;

    public override bool TryGet(string key, out CelValue value) => key switch
    {
        "method" => Is(method, out value),
        "server" => Is(CelValue.Of(new ServerVariable(target.Server)), out value),
        "tool" when target.Kind == TargetKind.Tool => IsTarget(out value),
        "prompt" when target.Kind == TargetKind.Prompt => IsTarget(out value),
        "resource" when target.Kind == TargetKind.Resource => IsTarget(out value),
        "task" when target.Kind == TargetKind.Task => IsTarget(out value),
        _ => IsAbsent(out value),
    };

    public override CelValue Missing(string key) => key is "tool" or "prompt" or "resource" or "task"
        ? PolicyErrors.OtherKind
        : base.Missing(key);

    private bool IsTarget(out CelValue value) => Is(CelValue.Of(_target ??= new TargetVariable(target)), out value);
}
