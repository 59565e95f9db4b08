using System.Collections.Frozen;

namespace McpAspire.Gateway.Cel.Syntax;

/// <summary>The words that are no names (langdef, KEYWORD and RESERVED).</summary>
internal static class Words
{
    /// <summary>Never a name, not even of a field.</summary>
    public static readonly FrozenSet<string> Keywords = FrozenSet.Create("false", "in", "null", "true");

    /// <summary>May name fields and functions of a receiver, but no variable and no function alone.</summary>
    public static readonly FrozenSet<string> Reserved = FrozenSet.Create(
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while");
}
