using McpAspire.Gateway.Cel.Diagnostics;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>Ends the reading of an expression at its first mistake; the compiler catches it.</summary>
internal sealed class SyntaxFault(CelSpan span, string message, string? suggestion = null) : Exception(message)
{
    public CelDiagnostic Diagnostic { get; } = new(span, message, suggestion);
}
