namespace McpAspire.Gateway.Cel.Values;

/// <summary>
/// A value that only the functions of a library can look into. Two are equal where <c>Equals</c> says so.
/// </summary>
internal abstract record CelOpaque
{
    public abstract CelTypeName Type { get; }
}
