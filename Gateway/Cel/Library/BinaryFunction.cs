using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Computes a function of two arguments; that of a receiver is the first.</summary>
internal delegate CelValue BinaryFunction(CelValue first, CelValue second, ref CelFrame frame);
