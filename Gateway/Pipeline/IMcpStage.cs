namespace McpAspire.Gateway.Pipeline;

/// <summary>
/// One step of a request's way to a backend. A stage looks at the cheap things first, returns synchronously when it
/// can, and fails closed: whatever it throws becomes a refusal and nothing is forwarded.
/// </summary>
internal interface IMcpStage
{
    ValueTask<StageResult> InvokeAsync(McpRequest request);
}
