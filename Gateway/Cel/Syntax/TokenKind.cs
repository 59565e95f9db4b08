namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>The lexical elements. Operators and brackets are told apart by their text.</summary>
internal enum TokenKind
{
    End,
    Name,
    QuotedName,
    Int,
    Uint,
    Double,
    String,
    Bytes,
    Symbol,
}
