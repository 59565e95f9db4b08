namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>What stands before the quotes of a literal: <c>r</c>, <c>b</c>, both, or nothing.</summary>
internal readonly record struct LiteralPrefix(int Length, bool IsRaw, bool IsBytes);
