using McpAspire.Gateway.Cel.Diagnostics;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>A lexical element and where it stands.</summary>
internal readonly record struct Token(TokenKind Kind, CelSpan Span, string Text)
{
    public bool IsLiteral =>
        Kind is TokenKind.Int or TokenKind.Uint or TokenKind.Double or TokenKind.String or TokenKind.Bytes;

    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
