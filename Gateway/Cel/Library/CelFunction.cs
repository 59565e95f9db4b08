using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Computes a function of any number of arguments.</summary>
internal delegate CelValue CelFunction(CelValue[] arguments, ref CelFrame frame);
