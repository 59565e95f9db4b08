using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Compilation;

/// <summary>
/// A compiled expression. It holds only what never changes, so any number of threads may run it at once.
/// </summary>
internal delegate CelValue Evaluation(ref CelFrame frame);
