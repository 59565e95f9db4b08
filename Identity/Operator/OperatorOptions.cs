namespace McpAspire.Identity.Operator;

/// <summary>The second listener, for the operator's commands.</summary>
internal sealed class OperatorOptions
{
    public const string Section = "Identity:Operator";
    public const string PortVariable = "OPERATOR_PORT";

    /// <summary>Secret that the operator's requests carry as bearer token. Required with the listener.</summary>
    public string? Key { get; init; }

    /// <summary>Port of the listener, from the variable OPERATOR_PORT. Without it there is no such listener.</summary>
    public string? Port { get; set; }

    public int? PortNumber => int.TryParse(Port, out var port) && port is > 0 and <= ushort.MaxValue ? port : null;
}
