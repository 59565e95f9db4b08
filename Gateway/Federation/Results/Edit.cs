namespace McpAspire.Gateway.Federation.Results;

/// <summary>A string in a JSON text that has to read differently on the other side.</summary>
/// <param name="Start">Where its opening quote is.</param>
/// <param name="End">After its closing quote.</param>
/// <param name="Kind">What it is.</param>
internal readonly record struct Edit(int Start, int End, EditKind Kind);
