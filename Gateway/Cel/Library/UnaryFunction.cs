using McpAspire.Gateway.Cel.Compilation;
using McpAspire.Gateway.Cel.Values;

namespace McpAspire.Gateway.Cel.Library;

/// <summary>Computes a function of one argument. It pays to the frame for what grows with its arguments.</summary>
internal delegate CelValue UnaryFunction(CelValue argument, ref CelFrame frame);
