namespace McpAspire.Bench.Workloads;

/// <summary>A request of the fixed backend.</summary>
/// <param name="Method">The JSON-RPC method.</param>
/// <param name="Tool">The tool of a <c>tools/call</c>.</param>
internal sealed record McpCall(string Method, string? Tool)
{
    public static readonly McpCall Echo = new("tools/call", "echo");
    public static readonly McpCall Kilobytes100 = new("tools/call", "blob100k");
    public static readonly McpCall Megabytes10 = new("tools/call", "blob10m");
    public static readonly McpCall Events = new("tools/call", "events");
    public static readonly McpCall List = new("tools/list", null);
}
