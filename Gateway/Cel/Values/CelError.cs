namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// Why an expression has no value. The text is for the operator; programs tell errors apart by the code.
/// </summary>
internal sealed record CelError(CelErrorCode Code, string Message)
{
    public override string ToString() => Message;
}
